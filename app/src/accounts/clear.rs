//! Forgetting what no rule looks at any more.

use chrono::TimeDelta;
use nproxy_store::{StoreError, email_changes, email_tokens, registrations, sessions};

use super::throttle;
use crate::{App, telegram};

/// A mail that was late has its link open a sign-up that would be gone otherwise.
const OLD_SIGN_UPS_KEPT: TimeDelta = TimeDelta::days(1);

/// Ended sessions, old attempts, links, sign-ups, changes of addresses and what Telegram left; the number of rows. A part of
/// [`crate::retention`]. Safe at any time and as often as one likes.
pub async fn clear(app: &App) -> Result<u64, StoreError> {
    let (now, limits) = (app.env.now(), &app.settings.accounts.throttle);
    // A change of address is asked for, confirmed within a day of its mail and undone within a week of the next: links
    // are kept for longer.
    let links_kept = app.settings.retention.links;
    let cleared = app.store.write(|tx| async move {
        let tries = throttle::clear(&tx, now, limits).await?;
        let ended = sessions::clear(&tx, now).await?;
        let links = email_tokens::clear(&tx, now - links_kept).await?;
        let sign_ups = registrations::clear(&tx, now - OLD_SIGN_UPS_KEPT).await?;
        let telegram = telegram::clear(&tx, now).await?;
        let changes = email_changes::clear(&tx, now - links_kept).await?;
        Ok::<_, StoreError>(tries + ended + links + sign_ups + changes + telegram)
    });
    cleared.await
}
