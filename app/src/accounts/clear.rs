//! Forgetting what no rule looks at any more.

use std::time::Duration;

use chrono::TimeDelta;
use nproxy_store::jobs::Job;
use nproxy_store::{StoreError, email_changes, email_tokens, registrations, sessions};
use serde::{Deserialize, Serialize};

use super::throttle;
use crate::{App, telegram};

/// How long a link that is too old can still be told from one that never was.
const OLD_LINKS_KEPT: TimeDelta = TimeDelta::days(30);
/// A mail that was late has its link open a sign-up that would be gone otherwise.
const OLD_SIGN_UPS_KEPT: TimeDelta = TimeDelta::days(1);
/// A change of address is asked for, confirmed within a day of its mail and undone within a week of the next.
const OLD_EMAIL_CHANGES_KEPT: TimeDelta = TimeDelta::days(30);

/// How often it is done.
pub const EVERY: Duration = Duration::from_hours(1);

/// The job that calls [`clear`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Clear {}

impl Job for Clear {
    const KIND: &'static str = "accounts_clear";
    const TRIES_MAX: i32 = 3;
}

/// Ended sessions, old attempts, links, sign-ups, changes of addresses and what Telegram left; the number of rows. Safe at any time and as
/// often as one likes.
pub async fn clear(app: &App) -> Result<u64, StoreError> {
    let (now, limits) = (app.env.now(), &app.settings.accounts.throttle);
    let cleared = app.store.write(|tx| async move {
        let tries = throttle::clear(&tx, now, limits).await?;
        let ended = sessions::clear(&tx, now).await?;
        let links = email_tokens::clear(&tx, now - OLD_LINKS_KEPT).await?;
        let sign_ups = registrations::clear(&tx, now - OLD_SIGN_UPS_KEPT).await?;
        let telegram = telegram::clear(&tx, now).await?;
        let changes = email_changes::clear(&tx, now - OLD_EMAIL_CHANGES_KEPT).await?;
        Ok::<_, StoreError>(tries + ended + links + sign_ups + changes + telegram)
    });
    cleared.await
}
