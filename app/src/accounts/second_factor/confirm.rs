//! A fresh sign-in, before what is dangerous.

use std::fmt;
use std::net::IpAddr;

use nproxy_domain::audit::Surface;
use nproxy_store::{StoreError, Tx, sessions};
use secrecy::SecretString;

use super::check::{self, CodeError, Given};
use crate::App;
use crate::accounts::Role;
use crate::accounts::password::Busy;
use crate::accounts::prove::{Proof, ProofError, prove};
use crate::accounts::session::{Proven, Session};

/// As it was typed.
#[derive(Clone)]
pub struct ConfirmSignIn {
    pub password: SecretString,
    /// Where a second factor is asked for.
    pub code: Option<SecretString>,
    /// Of the client, not of a proxy of ours.
    pub from: IpAddr,
}

impl fmt::Debug for ConfirmSignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConfirmSignIn(..)")
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfirmError {
    #[error("only admins sign in afresh")]
    AdminOnly,
    #[error("a code of the second factor is needed")]
    CodeNeeded,
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    Proof(#[from] ProofError),
    #[error(transparent)]
    Busy(#[from] Busy),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is proven in the session now: the password, and the second factor where one is asked for.
pub async fn confirm_sign_in(app: &App, session: &Session, wanted: ConfirmSignIn) -> Result<Proven, ConfirmError> {
    if session.user.role != Role::Admin {
        return Err(ConfirmError::AdminOnly);
    }
    let code = match wanted.code {
        _ if !app.settings.accounts.admins.second_factor => None,
        Some(code) => Some(Given::Code(code)),
        None => return Err(ConfirmError::CodeNeeded),
    };
    let code = code.as_ref();
    let proof = &prove(app, app.passwords().place()?, session.user.id, wanted.password, wanted.from).await?;
    app.store.write(|tx| async move { confirm(&tx, app, session, proof, code).await }).await?
}

/// The outer error undoes the transaction, the inner one must not: the try counts.
async fn confirm(
    tx: &Tx,
    app: &App,
    session: &Session,
    proof: &Proof,
    code: Option<&Given>,
) -> Result<Result<Proven, ConfirmError>, ConfirmError> {
    let now = Some(app.env.now());
    proof.hold(tx).await?;
    let mut second_factor_at = None;
    if let Some(code) = code {
        if let Err(refused) = check::take(tx, app, session.user.id, code, Surface::Web).await? {
            return Ok(Err(refused.into()));
        }
        second_factor_at = now;
    }
    sessions::proven(tx, session.id, now, second_factor_at).await?;
    let second_factor_at = second_factor_at.or(session.proven.second_factor_at);
    Ok(Ok(Proven { password_at: now, second_factor_at }))
}
