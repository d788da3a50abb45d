//! Whether this process may be given work.

use chrono::TimeDelta;
use nproxy_store::{StoreError, vital_signs};

use crate::App;

/// Why a process takes no work.
#[derive(Debug, thiserror::Error)]
pub enum NotReady {
    #[error(transparent)]
    Store(#[from] nproxy_store::NotReady),
    /// Leases and ends of months are judged by both clocks.
    #[error("this machine's clock is {} ms from the database's", .by.num_milliseconds())]
    ClockOff { by: TimeDelta },
}

impl From<StoreError> for NotReady {
    fn from(error: StoreError) -> Self {
        Self::Store(error.into())
    }
}

/// The database is reachable, its schema current, and its clock ours.
pub async fn ready(app: &App) -> Result<(), NotReady> {
    app.store.ready().await?;
    match clock_off(app).await? {
        Some(by) => Err(NotReady::ClockOff { by }),
        None => Ok(()),
    }
}

/// How far our clock is from the database's, if that is too far.
pub(crate) async fn clock_off(app: &App) -> Result<Option<TimeDelta>, StoreError> {
    Ok(skew(app).await?.filter(|by| *by > app.settings.health.skew_max))
}

/// At least so far apart are the clocks, however long the answer took; `None`: the database has no clock of its own.
pub(crate) async fn skew(app: &App) -> Result<Option<TimeDelta>, StoreError> {
    let asked = app.env.now();
    let Some(theirs) = vital_signs::clock(app.store.read()).await? else { return Ok(None) };
    let half = (app.env.now() - asked) / 2;
    let apart = (theirs - (asked + half)).abs() - half.abs();
    Ok(Some(apart.max(TimeDelta::zero())))
}
