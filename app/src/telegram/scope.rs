//! What a Telegram account may do.

use nproxy_domain::UserId;
use nproxy_store::telegram::admins;
use nproxy_store::{StoreError, totp};
use serde_json::json;

use super::{TelegramScope, scope_name, subject};
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum ScopeError {
    #[error("no Telegram account with this id is paired: `nproxy telegram list` shows them")]
    NotFound,
    #[error("acts on money take a code of the admin's authenticator app, and none is set up: sign in to the web first")]
    NoSecondFactor,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// One that has this scope already keeps it, and nothing is put on record: `false`.
pub async fn set_telegram_scope(
    app: &App,
    by: &By,
    telegram_id: i64,
    scope: TelegramScope,
    reason: Option<String>,
) -> Result<bool, ScopeError> {
    let reason = &reason;
    let set = app.store.write(|tx| async move {
        let row = admins::get(&tx, telegram_id).await?.ok_or(ScopeError::NotFound)?;
        if scope == TelegramScope::Money {
            let factor = totp::get(&tx, UserId(row.admin_id)).await?.filter(|row| row.enrolled_at.is_some());
            factor.ok_or(ScopeError::NoSecondFactor)?;
        }
        if row.scope == scope || !admins::change_scope(&tx, telegram_id, row.scope, scope).await? {
            return Ok(false);
        }
        let change = Change::of("telegram.scope", subject(telegram_id)).because(reason.clone());
        let change = change.before(json!({ "scope": scope_name(row.scope) }));
        by.did(&tx, &app.env, change.after(json!({ "scope": scope_name(scope) }))).await?;
        Ok(true)
    });
    set.await
}
