//! Who writes.

use nproxy_domain::UserId;
use nproxy_store::StoreError;
use nproxy_store::entities::users::Model;
use nproxy_store::telegram::admins;

use super::TelegramScope;
use crate::App;
use crate::accounts::{Language, Role};

/// A Telegram account as of now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    Admin(TelegramReader),
    /// It is on the list, but the account that it acts for is no admin's any more, is suspended or will be deleted.
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
    if !is_admin(&user) {
        return Ok(Who::NoAdmin(row.language));
    }
    Ok(Who::Admin(TelegramReader {
        admin: UserId(row.admin_id),
        scope: row.scope,
        language: row.language,
        name: row.name,
    }))
}

/// Whether an account has an admin's rights. One that is closing signs nobody in on the web either.
pub(super) fn is_admin(user: &Model) -> bool {
    user.role == Role::Admin && user.suspended_at.is_none() && user.delete_after.is_none()
}
