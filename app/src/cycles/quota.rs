//! What a customer sees of the paid month: about how much is left, and until when.

use nproxy_domain::quota::{Bucket, bucket};
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::{StoreError, cycles};

use crate::App;

/// About how much is left. Exact counts never leave the admin's surfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub bucket: Bucket,
    /// `None`: no month is paid.
    pub resets_at: Option<Timestamp>,
}

/// A customer's paid month.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subscription {
    Active {
        plan: String,
        plan_label: String,
        starts_at: Timestamp,
        ends_at: Timestamp,
    },
    /// There was one.
    Ended {
        plan: String,
        plan_label: String,
        starts_at: Timestamp,
        ends_at: Timestamp,
    },
    None,
}

pub async fn quota(app: &App, user: UserId) -> Result<Quota, StoreError> {
    let Some(cycle) = cycles::current(app.store.read(), user, app.env.now()).await? else {
        return Ok(Quota { bucket: Bucket(0), resets_at: None });
    };
    let counters = cycles::counters(&cycle)?;
    Ok(Quota { bucket: bucket(counters.limit, counters.spent), resets_at: Some(cycle.ends_at) })
}

pub async fn subscription(app: &App, user: UserId) -> Result<Subscription, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    if let Some(cycle) = cycles::current(db, user, now).await? {
        let (plan, plan_label, starts_at, ends_at) = (cycle.plan, cycle.plan_label, cycle.starts_at, cycle.ends_at);
        return Ok(Subscription::Active { plan, plan_label, starts_at, ends_at });
    }
    Ok(match cycles::ended(db, user, now).await? {
        Some(cycle) => {
            let (plan, plan_label, starts_at, ends_at) = (cycle.plan, cycle.plan_label, cycle.starts_at, cycle.ends_at);
            Subscription::Ended { plan, plan_label, starts_at, ends_at }
        }
        None => Subscription::None,
    })
}
