//! Whoever is signed in proves to know the password: asked for before what somebody at an open screen must not do.

use std::fmt;
use std::net::IpAddr;

use nproxy_domain::UserId;
use nproxy_store::entities::users::Model;
use nproxy_store::{StoreError, Tx, users};
use secrecy::SecretString;

use super::password::{Busy, Place};
use super::throttle::{self, Subjects, TooManyAttempts, throttled};
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum ProofError {
    #[error("this is not the password")]
    WrongPassword,
    /// Deleted since the session was looked at.
    #[error("not signed in")]
    NotSignedIn,
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

throttled!(ProofError);

/// The password was right a moment ago.
pub(super) struct Proof {
    id: UserId,
    hash: String,
}

impl fmt::Debug for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proof").field("id", &self.id).finish_non_exhaustive()
    }
}

/// Counted with the tries to sign in, so that a session that was left open is no better place to guess.
pub(super) async fn prove(
    app: &App,
    place: Place,
    user: UserId,
    password: SecretString,
    from: IpAddr,
) -> Result<Proof, ProofError> {
    let (env, limits) = (&app.env, &app.settings.accounts.throttle);
    let row = users::get(app.store.read(), user).await?.ok_or(ProofError::NotSignedIn)?;
    let who = &Subjects::of(&row.email, from);
    let counted = &app.store.write(|tx| async move { throttle::admit(&tx, env, limits, who).await }).await?;
    if !place.verify(password, Some(row.password_hash.clone())).await {
        return Err(ProofError::WrongPassword);
    }
    app.store.write(|tx| async move { throttle::succeeded(&tx, env, who, counted.clone()).await }).await?;
    Ok(Proof { id: user, hash: row.password_hash })
}

impl Proof {
    /// The user's row, locked. It may have got another password since, and then the proof is none.
    pub(super) async fn hold(&self, tx: &Tx) -> Result<Model, ProofError> {
        let row = users::lock(tx, self.id).await?.ok_or(ProofError::NotSignedIn)?;
        if row.password_hash == self.hash { Ok(row) } else { Err(ProofError::WrongPassword) }
    }
}
