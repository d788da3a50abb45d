//! A new day, or another limit, ends what was reported of the old one.

use nproxy_store::{StoreError, spending};

use crate::App;

/// Brings the incidents of alerts and stops in line with the present day and limits.
pub async fn review(app: &App) -> Result<(), StoreError> {
    let limits = &app.ring.settings().spending;
    app.store.write(|tx| async move { spending::review(&tx, &app.env, limits).await }).await
}
