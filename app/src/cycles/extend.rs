//! An admin gives a customer more time.

use chrono::Duration;
use nproxy_domain::{CycleId, Timestamp, UserId};
use nproxy_store::{StoreError, Topic, cycles, users};
use serde_json::json;

use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

/// A year.
pub const HOURS_MAX: u32 = 8760;

/// A month that ends later now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extended {
    pub cycle: CycleId,
    pub ends_at: Timestamp,
    /// Months behind it that moved along.
    pub moved: u64,
}

#[derive(Debug, thiserror::Error)]
pub enum ExtendError {
    #[error("there is no such user")]
    UserNotFound,
    #[error("the customer has no month at present")]
    NoCurrentMonth,
    #[error("a month is extended by 1 to {HOURS_MAX} hours")]
    HoursOutOfRange,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The current month ends so much later, with the requests that it has, and what is queued behind it moves along.
pub async fn extend_cycle(app: &App, by: &By, user: UserId, hours: u32, reason: &str) -> Result<Extended, ExtendError> {
    let reason = &audit::reason(reason).ok_or(ExtendError::ReasonMissing)?;
    if !(1..=HOURS_MAX).contains(&hours) {
        return Err(ExtendError::HoursOutOfRange);
    }
    let (env, now) = (&app.env, app.env.now());
    let extended = app.store.write(|tx| async move {
        users::lock(&tx, user).await?.ok_or(ExtendError::UserNotFound)?;
        let current = cycles::current(&tx, user, now).await?.filter(|row| row.cut_from.is_none());
        let current = current.ok_or(ExtendError::NoCurrentMonth)?;
        let (_, moved) = cycles::extend(&tx, now, hours, Some(&[user])).await?;
        let (cycle, ends_at) = (CycleId(current.id), current.ends_at + Duration::hours(hours.into()));
        let change = Change::of("cycles.extend", format!("user:{user}"))
            .before(json!({ "cycle": cycle, "ends_at": current.ends_at }))
            .after(json!({ "cycle": cycle, "ends_at": ends_at, "hours": hours, "moved": moved }));
        by.did(&tx, env, change.because(Some(reason.clone()))).await?;
        tx.notify(Topic::User(user));
        Ok(Extended { cycle, ends_at, moved })
    });
    extended.await
}
