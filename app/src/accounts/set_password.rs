//! Giving an account another password, the operator's way.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, sessions, users};
use secrecy::SecretString;

use super::email::{Email, EmailInvalid};
use super::password::{Busy, PasswordError};
use super::replace_password::replace_password;
use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum SetPasswordError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error("there is no account with this e-mail address")]
    UnknownUser,
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs the account out everywhere: whoever knew the old password may be signed in. Its owner is told.
pub async fn set_password(
    app: &App,
    by: &By,
    email: &str,
    password: SecretString,
) -> Result<UserView, SetPasswordError> {
    let (email, env) = (&Email::parse(email)?, &app.env);
    let place = app.passwords().place()?;
    let password = place.judge(password, &[email.as_str(), &app.settings.site.name]).await?;
    let hash = &place.hash(env, password).await;
    let changed = app.store.write(|tx| async move {
        let row = users::by_email(&tx, email.as_str()).await?.ok_or(SetPasswordError::UnknownUser)?;
        let id = UserId(row.id);
        let row = users::lock(&tx, id).await?.ok_or(SetPasswordError::UnknownUser)?;
        replace_password(&tx, app, &row, hash).await?;
        sessions::revoke_all(&tx, id, env.now()).await?;
        by.did(&tx, env, Change::of("users.set_password", format!("user:{id}"))).await?;
        Ok(row.into())
    });
    changed.await
}
