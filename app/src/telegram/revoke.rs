//! Taking a Telegram account off the list.

use nproxy_domain::UserId;
use nproxy_store::StoreError;
use nproxy_store::telegram::admins;
use serde_json::json;

use super::{scope_name, subject};
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum RevokeTelegramError {
    #[error("no Telegram account with this id is paired: `nproxy telegram list` shows them")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// At once: what it writes or presses next is a stranger's.
pub async fn revoke_telegram(
    app: &App,
    by: &By,
    telegram_id: i64,
    reason: Option<String>,
) -> Result<(), RevokeTelegramError> {
    let reason = &reason;
    let revoked = app.store.write(|tx| async move {
        let row = admins::get(&tx, telegram_id).await?.ok_or(RevokeTelegramError::NotFound)?;
        admins::remove(&tx, telegram_id).await?;
        let before = json!({ "admin": UserId(row.admin_id), "scope": scope_name(row.scope) });
        let change = Change::of("telegram.revoke", subject(telegram_id)).before(before).because(reason.clone());
        by.did(&tx, &app.env, change).await?;
        Ok(())
    });
    revoked.await
}
