//! Making an admin a customer again.

use nproxy_domain::UserId;
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

/// Signs out everywhere and forgets the second factor: made an admin again, he enrols anew. Who is none stays as he is,
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
            let change = Change::of("users.revoke_admin", format!("user:{id}"));
            let change = change.before(json!({ "role": "admin" })).after(json!({ "role": "customer" }));
            by.did(&tx, env, change).await?;
        }
        row.role = Role::Customer;
        Ok(row.into())
    });
    revoked.await
}
