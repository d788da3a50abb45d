//! Who writes.

use nproxy_domain::UserId;
use nproxy_store::StoreError;
use nproxy_store::telegram::admins;

use super::TelegramScope;
use crate::App;
use crate::accounts::{Language, Role};

/// A Telegram account as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Admin(TelegramReader),
    /// It is on the list, but the account that it acts for is no admin's any more, or is suspended.
    NoAdmin(Language),
    /// It is not on the list.
    Stranger,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TelegramReader {
    pub admin: UserId,
    pub scope: TelegramScope,
    pub language: Language,
    /// As it was when it was paired, on one line.
    pub name: String,
}

/// Read anew for every message and every button.
pub async fn who(app: &App, telegram_id: i64) -> Result<Who, StoreError> {
    let Some((row, user)) = admins::with_user(app.store.read(), telegram_id).await? else {
        return Ok(Who::Stranger);
    };
    if user.role != Role::Admin || user.suspended_at.is_some() {
        return Ok(Who::NoAdmin(row.language));
    }
    Ok(Who::Admin(TelegramReader {
        admin: UserId(row.admin_id),
        scope: row.scope,
        language: row.language,
        name: row.name,
    }))
}
