//! A new device shows a code: from now on it is the second factor.

use nproxy_domain::Timestamp;
use nproxy_store::{StoreError, Tx, sessions, totp, users};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::json;

use super::check::{self, CodeError};
use super::{RecoveryCodes, code, guessed, recovery};
use crate::App;
use crate::accounts::Role;
use crate::accounts::session::Session;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum ProveDeviceError {
    #[error("only admins have a second factor")]
    AdminOnly,
    #[error("no device waits to be proven")]
    NothingToEnrol,
    #[error(transparent)]
    Code(#[from] CodeError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Lets this session in, and gives recovery codes in the place of all that there were. What other sessions were let in by
/// was the old device: they give a code of the new one.
pub async fn prove_device(
    app: &App,
    by: &By,
    session: &Session,
    code: SecretString,
) -> Result<RecoveryCodes, ProveDeviceError> {
    if session.user.role != Role::Admin {
        return Err(ProveDeviceError::AdminOnly);
    }
    let code = &code;
    app.store.write(|tx| async move { prove(&tx, app, by, session, code).await }).await?
}

/// The outer error undoes the transaction, the inner one must not: the try counts.
async fn prove(
    tx: &Tx,
    app: &App,
    by: &By,
    session: &Session,
    typed: &SecretString,
) -> Result<Result<RecoveryCodes, ProveDeviceError>, ProveDeviceError> {
    let (env, user, key) = (&app.env, session.user.id, app.store.master_key());
    let now: Timestamp = env.now();
    users::lock(tx, user).await?.ok_or(ProveDeviceError::AdminOnly)?;
    let row = totp::get(tx, user).await?.ok_or(ProveDeviceError::NothingToEnrol)?;
    let secret = totp::next_secret(key, &row)?.ok_or(ProveDeviceError::NothingToEnrol)?;
    check::admit(tx, app, user).await?;
    let Some(step) = code::step_of(&secret, typed.expose_secret(), now) else {
        guessed::note(tx, app, user, by.surface).await?;
        return Ok(Err(CodeError::Wrong.into()));
    };
    check::forgive(tx, user).await?;
    totp::enrol(tx, env, key, user, &secret, step).await?;
    sessions::forget_second_factor(tx, user).await?;
    sessions::proven(tx, session.id, None, Some(now)).await?;
    let change = Change::of("users.enrol_second_factor", format!("user:{user}"))
        .before(json!({ "enrolled_at": row.enrolled_at }))
        .after(json!({ "enrolled_at": now }));
    by.did(tx, env, change).await?;
    Ok(Ok(recovery::make(tx, env, user).await?))
}
