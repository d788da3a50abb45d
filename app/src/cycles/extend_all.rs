//! Everybody gets more time, because the product was away.

use chrono::Duration;
use nproxy_domain::Timestamp;
use nproxy_store::StoreError;
use nproxy_store::cycles::{self, Extendable};
use serde_json::json;

use super::extend::HOURS_MAX;
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

/// What was done, or would be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AllExtended {
    /// Those that run and those behind them.
    pub cycles: u64,
    pub customers: u64,
    /// The new ends of those that run; `None`: none does.
    pub first_new_end: Option<Timestamp>,
    pub last_new_end: Option<Timestamp>,
}

#[derive(Debug, thiserror::Error)]
pub enum ExtendAllError {
    #[error("months are extended by 1 to {HOURS_MAX} hours")]
    HoursOutOfRange,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Prolongs all months that run now, and moves along what is queued behind them. With `dry_run` it is only counted.
pub async fn extend_all(
    app: &App,
    by: &By,
    hours: u32,
    reason: &str,
    dry_run: bool,
) -> Result<AllExtended, ExtendAllError> {
    let reason = &audit::reason(reason).ok_or(ExtendAllError::ReasonMissing)?;
    if !(1..=HOURS_MAX).contains(&hours) {
        return Err(ExtendAllError::HoursOutOfRange);
    }
    let now = app.env.now();
    if dry_run {
        return Ok(told(cycles::extendable(app.store.read(), now, None).await?, hours));
    }
    let extended = app.store.write(|tx| async move {
        let found = cycles::extendable(&tx, now, None).await?;
        let (running, queued) = cycles::extend(&tx, now, hours, None).await?;
        let all = AllExtended { cycles: running + queued, customers: running, ..told(found, hours) };
        let after = json!({
            "hours": hours, "cycles": all.cycles, "customers": all.customers,
            "first_new_end": all.first_new_end, "last_new_end": all.last_new_end,
        });
        let change = Change::of("cycles.extend_all", "cycles".to_owned()).after(after);
        by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
        Ok::<_, ExtendAllError>(all)
    });
    extended.await
}

fn told(found: Extendable, hours: u32) -> AllExtended {
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    let longer = |end: Option<Timestamp>| end.map(|end| end + Duration::hours(hours.into()));
    AllExtended {
        cycles: count(found.running + found.queued),
        customers: count(found.running),
        first_new_end: longer(found.first_end),
        last_new_end: longer(found.last_end),
    }
}
