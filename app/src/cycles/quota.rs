//! About how much of the paid month is left.

use nproxy_domain::quota::{Bucket, bucket};
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::{StoreError, cycles};

use crate::App;

/// About how much is left. Exact counts never leave the admin's surfaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub bucket: Bucket,
    /// When the month ends, or its grace where that runs. `None`: no month is paid.
    pub resets_at: Option<Timestamp>,
}

pub async fn quota(app: &App, user: UserId) -> Result<Quota, StoreError> {
    let (now, grace) = (app.env.now(), app.settings.cycles.grace);
    let Some(cycle) = cycles::usable(app.store.read(), user, now, grace).await? else {
        return Ok(Quota { bucket: Bucket(0), resets_at: None });
    };
    let counters = cycles::counters(&cycle)?;
    let resets_at = if now < cycle.ends_at { cycle.ends_at } else { cycle.ends_at + grace };
    Ok(Quota { bucket: bucket(counters.limit, counters.spent), resets_at: Some(resets_at) })
}
