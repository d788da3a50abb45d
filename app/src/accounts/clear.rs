//! Forgetting what no rule looks at any more.

use std::time::Duration;

use nproxy_store::jobs::Job;
use nproxy_store::{StoreError, email_changes, sessions};
use serde::{Deserialize, Serialize};

use super::throttle;
use crate::App;

/// How often it is done.
pub const EVERY: Duration = Duration::from_hours(1);

/// The job that calls [`clear`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Clear {}

impl Job for Clear {
    const KIND: &'static str = "accounts_clear";
    const TRIES_MAX: i32 = 3;
}

/// A change of address is asked for, confirmed within a day of its mail and undone within a week of the next.
const EMAIL_CHANGES_KEPT: chrono::Duration = chrono::Duration::days(30);

/// Ended sessions, old attempts and old changes of addresses; the number of rows. Safe at any time and as often as one likes.
pub async fn clear(app: &App) -> Result<u64, StoreError> {
    let (now, limits) = (app.env.now(), &app.settings.accounts.throttle);
    let cleared = app.store.write(|tx| async move {
        let changes = email_changes::clear(&tx, now - EMAIL_CHANGES_KEPT).await?;
        Ok::<_, StoreError>(changes + throttle::clear(&tx, now, limits).await? + sessions::clear(&tx, now).await?)
    });
    cleared.await
}
