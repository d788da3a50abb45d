//! Forgetting what no rule looks at any more.

use nproxy_store::{StoreError, sessions, throttle};

use crate::App;

/// Ended sessions and old attempts; the number of rows. Safe at any time, so a periodic job may do it.
pub async fn clear(app: &App) -> Result<u64, StoreError> {
    let (now, limits) = (app.env.now(), app.settings.accounts.throttle);
    let attempts_before = now - limits.known_for.max(limits.window);
    let cleared = app.store.write(|tx| async move {
        Ok::<_, StoreError>(throttle::clear(&tx, attempts_before).await? + sessions::clear(&tx, now).await?)
    });
    cleared.await
}
