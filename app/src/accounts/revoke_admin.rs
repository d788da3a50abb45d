//! Making an admin a customer again.

use nproxy_domain::UserId;
use nproxy_store::telegram::admins;
use nproxy_store::{StoreError, sessions, totp, users};
use serde_json::json;

use super::Role;
use super::email::{Email, EmailInvalid};
use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum RevokeAdminError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error("there is no account with this e-mail address")]
    UnknownUser,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs out everywhere, forgets the second factor and takes his Telegram accounts off the list: made an admin again, he
/// enrols and pairs anew. Who is none stays as he is,
/// and nothing is put on record.
pub async fn revoke_admin(app: &App, by: &By, email: &str) -> Result<UserView, RevokeAdminError> {
    let (email, env) = (&Email::parse(email)?, &app.env);
    let revoked = app.store.write(|tx| async move {
        let row = users::by_email(&tx, email.as_str()).await?.ok_or(RevokeAdminError::UnknownUser)?;
        let id = UserId(row.id);
        let mut row = users::lock(&tx, id).await?.ok_or(RevokeAdminError::UnknownUser)?;
        if users::change_role(&tx, id, Role::Admin, Role::Customer).await? {
            totp::forget(&tx, id).await?;
            sessions::revoke_all(&tx, id, env.now()).await?;
            let paired = admins::remove_of(&tx, id).await?;
            let before = if paired.is_empty() {
                json!({ "role": "admin" })
            } else {
                json!({ "role": "admin", "telegram": paired })
            };
            let change = Change::of("users.revoke_admin", format!("user:{id}"));
            let change = change.before(before).after(json!({ "role": "customer" }));
            by.did(&tx, env, change).await?;
        }
        row.role = Role::Customer;
        Ok(row.into())
    });
    revoked.await
}
