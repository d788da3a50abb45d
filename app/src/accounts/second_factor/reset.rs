//! Device and recovery codes are lost: somebody with a shell on the server takes the second factor away.

use nproxy_domain::UserId;
use nproxy_store::{StoreError, sessions, totp, users};
use serde_json::json;

use super::check;
use crate::App;
use crate::accounts::email::{Email, EmailInvalid};
use crate::accounts::view::UserView;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

#[derive(Debug, thiserror::Error)]
pub enum ResetFactorError {
    #[error(transparent)]
    Email(#[from] EmailInvalid),
    #[error("there is no account with this e-mail address")]
    UnknownUser,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("this account has no second factor")]
    Missing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs out everywhere; the next sign-in of the admin enrols anew, and what was guessed before doesn't count.
pub async fn reset_second_factor(app: &App, by: &By, email: &str, reason: &str) -> Result<UserView, ResetFactorError> {
    let reason = &audit::reason(reason).ok_or(ResetFactorError::ReasonMissing)?;
    let (email, env) = (&Email::parse(email)?, &app.env);
    let reset = app.store.write(|tx| async move {
        let row = users::by_email(&tx, email.as_str()).await?.ok_or(ResetFactorError::UnknownUser)?;
        let id = UserId(row.id);
        users::lock(&tx, id).await?.ok_or(ResetFactorError::UnknownUser)?;
        if !totp::forget(&tx, id).await? {
            return Err(ResetFactorError::Missing);
        }
        check::forgive(&tx, id).await?;
        sessions::revoke_all(&tx, id, env.now()).await?;
        let change = Change::of("users.reset_second_factor", format!("user:{id}"));
        let change = change.before(json!({ "enrolled": true })).after(json!({ "enrolled": false }));
        by.did(&tx, env, change.because(Some(reason.clone()))).await?;
        Ok(row.into())
    });
    reset.await
}
