//! Choosing another password, while one knows the old one.

use std::net::IpAddr;

use nproxy_domain::SessionId;
use nproxy_store::{StoreError, sessions};
use secrecy::SecretString;

use super::password::{Busy, PasswordError};
use super::prove::{ProofError, prove};
use super::replace_password::replace_password;
use super::view::UserView;
use crate::App;
use crate::audit::{By, Change};

/// As it was typed.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    pub user: UserView,
    /// It goes on; all others end.
    pub session: SessionId,
    pub current: SecretString,
    pub new: SecretString,
    /// Of the client, not of a proxy of ours.
    pub from: IpAddr,
}

#[derive(Debug, thiserror::Error)]
pub enum ChangePasswordError {
    #[error(transparent)]
    Password(#[from] PasswordError),
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Signs all other browsers out. Whoever was sent a link to choose a password finds it used up, and a change of address
/// that waits is withdrawn.
pub async fn change_password(app: &App, wanted: ChangePassword) -> Result<(), ChangePasswordError> {
    let ChangePassword { user: UserView { id: user, email, .. }, session, current, new, from } = wanted;
    // Both places first: whoever proved the password is not sent away with it.
    let (proving, hashing) = (app.passwords().place()?, app.passwords().place()?);
    let new = hashing.judge(new, &[&email, &app.settings.site.name]).await?;
    let proof = &prove(app, proving, user, current, from).await?;
    let (env, hash) = (&app.env, &hashing.hash(&app.env, new).await);
    let changed = app.store.write(|tx| async move {
        let row = proof.hold(&tx).await?;
        replace_password(&tx, app, &row, hash).await?;
        sessions::revoke_others(&tx, user, session, env.now()).await?;
        let change = Change::of("users.change_password", format!("user:{user}"));
        By::customer(user).did(&tx, env, change).await?;
        Ok::<_, ChangePasswordError>(())
    });
    changed.await
}
