//! Limits on what a customer isn't charged for, though an upstream may charge the operator.

use chrono::Duration;
use nproxy_domain::UserId;
use nproxy_store::Tx;
use nproxy_store::generations::{self, Uncounted};

use super::RoomError;
use crate::App;

/// What is counted is that of the last hour.
const WINDOW: Duration = Duration::hours(1);

/// Every one is configuration; 0: no such limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Brakes {
    /// Generations declined for their content.
    pub declined_per_hour_max: u32,
    /// Generations cancelled while they were being made.
    pub cancelled_running_per_hour_max: u32,
}

impl Default for Brakes {
    fn default() -> Self {
        Self { declined_per_hour_max: 60, cancelled_running_per_hour_max: 60 }
    }
}

/// Refuses a customer who has reached a limit, until the oldest of those that reach it is an hour old.
pub(super) async fn check(tx: &Tx, app: &App, user: UserId) -> Result<(), RoomError> {
    let Brakes { declined_per_hour_max, cancelled_running_per_hour_max } = app.settings.brakes;
    if let Some(wait_s) = wait(tx, app, user, Uncounted::Declined, declined_per_hour_max).await? {
        return Err(RoomError::TooManyDeclined { wait_s });
    }
    match wait(tx, app, user, Uncounted::CancelledRunning, cancelled_running_per_hour_max).await? {
        Some(wait_s) => Err(RoomError::TooManyCancelled { wait_s }),
        None => Ok(()),
    }
}

/// Whole seconds, at least one.
async fn wait(tx: &Tx, app: &App, user: UserId, kind: Uncounted, max: u32) -> Result<Option<u32>, RoomError> {
    if max == 0 {
        return Ok(None);
    }
    let now = app.env.now();
    let oldest = generations::nth_newest(tx, user, kind, max, now - WINDOW).await?;
    Ok(oldest.map(|oldest| {
        let left_ms = (oldest + WINDOW - now).num_milliseconds().max(1);
        u32::try_from((left_ms + 999) / 1000).unwrap_or(u32::MAX)
    }))
}
