//! The link of whoever forgot a password: another one is chosen.

use std::fmt;

use nproxy_domain::UserId;
use nproxy_store::{StoreError, email_tokens, sessions, users};
use secrecy::SecretString;

use super::password::{Busy, NewPassword, PasswordError};
use super::throttle;
use crate::App;
use crate::links::{self, LinkError, LinkPurpose, LinkState};
use crate::notes::{AccountNews, tell_account};

/// As it was typed, with the token of the link.
#[derive(Clone)]
pub struct Reset {
    pub token: String,
    pub password: SecretString,
}

impl fmt::Debug for Reset {
    /// The token lets in whoever has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reset(..)")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ResetError {
    #[error(transparent)]
    Link(#[from] LinkError),
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Ends every session and uses up every other link of the kind, and signs nobody in. Whoever guessed at the account
/// does not hold its owner any more. The address of the account.
pub async fn reset_password(app: &App, reset: Reset) -> Result<String, ResetError> {
    let env = &app.env;
    // Only who holds a good link is worth a hash; the transaction below looks again.
    let email = good(app, &reset.token).await?;
    let password = NewPassword::new(reset.password, &[&email, &app.settings.site.name])?;
    let hash = &app.passwords().place()?.hash(env, password).await;
    let token = reset.token.as_str();
    let changed = app.store.write(|tx| async move {
        let link = links::take(&tx, env, token, LinkPurpose::ResetPassword).await?;
        let (user, now) = (UserId(link.subject), env.now());
        let row = users::lock(&tx, user).await?;
        // Sent to an address that the account had once.
        let row = row.filter(|row| row.email == link.email).ok_or(LinkError::Unknown)?;
        users::set_password(&tx, user, hash.clone()).await?;
        sessions::revoke_all(&tx, user, now).await?;
        email_tokens::use_up(&tx, LinkPurpose::ResetPassword, user.0, now).await?;
        throttle::pardon(&tx, &row.email).await?;
        tell_account(&tx, app, Some(user), &row.email, row.language, &AccountNews::PasswordChanged).await?;
        Ok::<_, ResetError>(row.email)
    });
    changed.await
}

/// The address that the link was sent to.
async fn good(app: &App, token: &str) -> Result<String, LinkError> {
    let link = links::look(app, token).await?;
    match link.state {
        _ if link.purpose != LinkPurpose::ResetPassword => Err(LinkError::Unknown),
        LinkState::Good => Ok(link.email),
        LinkState::Used => Err(LinkError::Used),
        LinkState::Expired => Err(LinkError::Expired),
    }
}
