//! What a customer sees of the paid months: the one that runs, those behind it, and a payment that is on its way.

use nproxy_domain::payment::PaymentState;
use nproxy_domain::{PaymentId, Timestamp, UserId};
use nproxy_store::cycles::CycleRow;
use nproxy_store::payments::{self, PaymentRow};
use nproxy_store::{StoreError, cycles};

use crate::App;

/// Where a customer stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    pub state: SubscriptionState,
    /// Paid and not begun, in order.
    pub queued: Vec<Month>,
    /// The newest that has not become a month yet.
    pub payment: Option<OpenPayment>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionState {
    Active(Month),
    /// It is over, and its rest may be used until then.
    Grace {
        month: Month,
        until: Timestamp,
    },
    /// There was one.
    Ended(Month),
    None,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    pub plan: String,
    pub plan_label: String,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// A payment that its customer waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenPayment {
    pub id: PaymentId,
    pub state: PaymentState,
    /// An admin has to look at it.
    pub in_review: bool,
}

pub async fn subscription(app: &App, user: UserId) -> Result<Subscription, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let state = state(app, user, now).await?;
    let queued = cycles::queued(db, user, now).await?.into_iter().map(Month::from).collect();
    let payment = payments::newest_open_of(db, user).await?.map(|row| OpenPayment::of(&row)).transpose()?;
    Ok(Subscription { state, queued, payment })
}

async fn state(app: &App, user: UserId, now: Timestamp) -> Result<SubscriptionState, StoreError> {
    let (db, grace) = (app.store.read(), app.settings.cycles.grace);
    if let Some(cycle) = cycles::usable(db, user, now, grace).await? {
        let until = cycle.ends_at + grace;
        let is_over = cycle.ends_at <= now;
        let month = cycle.into();
        return Ok(if is_over { SubscriptionState::Grace { month, until } } else { SubscriptionState::Active(month) });
    }
    let ended = cycles::ended(db, user, now).await?;
    Ok(ended.map_or(SubscriptionState::None, |cycle| SubscriptionState::Ended(cycle.into())))
}

impl From<CycleRow> for Month {
    fn from(row: CycleRow) -> Self {
        Self { plan: row.plan, plan_label: row.plan_label, starts_at: row.starts_at, ends_at: row.ends_at }
    }
}

impl OpenPayment {
    fn of(row: &PaymentRow) -> Result<Self, StoreError> {
        Ok(Self { id: PaymentId(row.id), state: payments::state(row)?, in_review: row.review.is_some() })
    }
}
