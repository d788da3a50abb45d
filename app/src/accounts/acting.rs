//! Somebody with a shell on the server who says which admin he is.

use nproxy_domain::UserId;
use nproxy_domain::audit::{Actor, Surface};
use nproxy_store::{StoreError, users};

use super::Role;
use super::email::{Email, EmailInvalid};
use crate::App;
use crate::audit::By;

#[derive(Debug, thiserror::Error)]
pub enum ActingError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error("there is no account with this e-mail address")]
    UnknownUser,
    #[error("this account is no admin's")]
    NoAdmin,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// By whose hand the acts of a command are on record. It is his word: whoever has the shell has the database as well.
pub async fn acting_admin(app: &App, email: &str) -> Result<By, ActingError> {
    let email = Email::parse(email)?;
    let row = users::by_email(app.store.read(), email.as_str()).await?.ok_or(ActingError::UnknownUser)?;
    if row.role != Role::Admin || row.suspended_at.is_some() || row.delete_after.is_some() {
        return Err(ActingError::NoAdmin);
    }
    Ok(By { actor: Actor::User(UserId(row.id)), surface: Surface::Cli, request_id: None })
}
