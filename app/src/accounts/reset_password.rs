//! The link of whoever forgot a password: another one is chosen.

use std::fmt;

use nproxy_domain::UserId;
use nproxy_store::{StoreError, sessions, users};
use secrecy::SecretString;

use super::password::{Busy, PasswordError};
use super::replace_password::replace_password;
use super::throttle;
use crate::App;
use crate::audit::{By, Change};
use crate::links::{self, LinkError, LinkPurpose, LinkState};

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

/// Ends every session, uses up every other link of the kind and withdraws a change of address, and signs nobody in.
/// Whoever guessed at the account does not hold its owner any more. The address of the account.
pub async fn reset_password(app: &App, reset: Reset) -> Result<String, ResetError> {
    let env = &app.env;
    // Only who holds a good link is worth a hash; the transaction below looks again.
    let email = good(app, &reset.token).await?;
    let place = app.passwords().place()?;
    let password = place.judge(reset.password, &[&email, &app.settings.site.name]).await?;
    let hash = &place.hash(env, password).await;
    let token = reset.token.as_str();
    let changed = app.store.write(|tx| async move {
        let link = links::take(&tx, env, token, LinkPurpose::ResetPassword).await?;
        let user = UserId(link.subject);
        let row = users::lock(&tx, user).await?;
        // Sent to an address that the account had once.
        let row = row.filter(|row| row.email == link.email).ok_or(LinkError::Unknown)?;
        replace_password(&tx, app, &row, hash).await?;
        sessions::revoke_all(&tx, user, env.now()).await?;
        throttle::pardon(&tx, &row.email).await?;
        By::customer(user).did(&tx, env, Change::of("users.reset_password", format!("user:{user}"))).await?;
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
