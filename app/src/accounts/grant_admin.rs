//! Making a customer an admin.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, users};
use serde_json::json;

use super::Role;
use super::email::{Email, EmailInvalid};
use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum GrantAdminError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error("there is no account with this e-mail address")]
    UnknownUser,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Who is an admin already stays one, and nothing is put on record.
pub async fn grant_admin(app: &App, by: &By, email: &str) -> Result<UserView, GrantAdminError> {
    let (email, env) = (&Email::parse(email)?, &app.env);
    let granted = app.store.write(|tx| async move {
        let mut row = users::by_email(&tx, email.as_str()).await?.ok_or(GrantAdminError::UnknownUser)?;
        let id = UserId(row.id);
        if users::change_role(&tx, id, Role::Customer, Role::Admin).await? {
            let change = Change::of("users.grant_admin", format!("user:{id}"));
            let change = change.before(json!({ "role": "customer" })).after(json!({ "role": "admin" }));
            by.did(&tx, env, change).await?;
        }
        row.role = Role::Admin;
        Ok(row.into())
    });
    granted.await
}
