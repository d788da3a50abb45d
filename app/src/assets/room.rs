//! How much one customer may upload. Nobody pays for an upload, and it takes room for as long as it can be brought back.

use chrono::Duration;
use nproxy_domain::UserId;
use nproxy_store::{StoreError, assets, cycles};

use super::upload::UploadError;
use crate::App;

/// What is counted is that of the last hour.
const WINDOW: Duration = Duration::hours(1);

/// Of one customer; every one is configuration. 0: no such limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadLimits {
    pub per_hour_max: u32,
    /// Of all that are kept, with those in the trash.
    pub bytes_max: u64,
    /// The same without a current month, when nothing can be made of them.
    pub unpaid_bytes_max: u64,
}

impl Default for UploadLimits {
    fn default() -> Self {
        const MIB: u64 = 1024 * 1024;
        Self { per_hour_max: 200, bytes_max: 2000 * MIB, unpaid_bytes_max: 200 * MIB }
    }
}

/// Refuses who has reached a limit. Uploads at the same instant are not told apart: the places for them are few.
pub(super) async fn check(app: &App, user: UserId) -> Result<(), UploadError> {
    let (db, now, limits) = (app.store.read(), app.env.now(), app.settings.uploads);
    let uploaded = assets::uploaded(db, user, now - WINDOW).await?;
    if limits.per_hour_max > 0 && uploaded.newer >= u64::from(limits.per_hour_max) {
        let left_ms = uploaded.oldest_newer.map_or(0, |oldest| (oldest + WINDOW - now).num_milliseconds());
        let wait_s = u32::try_from(left_ms).unwrap_or(0).div_ceil(1000).max(1);
        return Err(UploadError::TooMany { wait_s });
    }
    let bytes_max = if has_month(app, user).await? { limits.bytes_max } else { limits.unpaid_bytes_max };
    if bytes_max > 0 && uploaded.bytes >= bytes_max {
        return Err(UploadError::NoRoom);
    }
    Ok(())
}

async fn has_month(app: &App, user: UserId) -> Result<bool, StoreError> {
    Ok(cycles::usable(app.store.read(), user, app.env.now(), app.settings.cycles.grace).await?.is_some())
}
