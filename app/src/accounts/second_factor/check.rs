//! Looking at a code that was typed.

use chrono::Duration;
use nproxy_domain::UserId;
use nproxy_domain::audit::Surface;
use nproxy_store::{StoreError, Tx, throttle as tries, totp};
use secrecy::{ExposeSecret as _, SecretString};

use super::{code, guessed, recovery};
use crate::App;
use crate::accounts::throttle::{FACTOR, TooManyAttempts, lock_of, throttled, within};

/// So many tries within so long: who mistypes waits a little.
pub(super) const TRIES_MAX: u32 = 5;
pub(super) const TRIES_WITHIN: Duration = Duration::minutes(5);
/// And so many within a day: of a million codes, three of which are good at a time, a year of that finds one with a chance
/// of two in a hundred.
const TRIES_PER_DAY_MAX: u32 = 20;
/// The longest of the windows.
pub(in crate::accounts) const COUNTED_FOR: Duration = Duration::days(1);

/// As it was typed.
#[derive(Clone, Debug)]
pub enum Given {
    /// Of the device.
    Code(SecretString),
    RecoveryCode(SecretString),
}

#[derive(Debug, thiserror::Error)]
pub enum CodeError {
    #[error("this code is wrong")]
    Wrong,
    #[error("this code was used already")]
    Used,
    #[error("there is no second factor yet")]
    Missing,
    #[error(transparent)]
    TooManyAttempts(#[from] TooManyAttempts),
    #[error(transparent)]
    Store(#[from] StoreError),
}

throttled!(CodeError);

/// Counts a try at the second factor of a user, whose lock is held, or says how long to wait.
pub(super) async fn admit(tx: &Tx, app: &App, user: UserId) -> Result<(), CodeError> {
    let (env, subject) = (&app.env, subject(user));
    tries::lock(tx, lock_of(&subject)).await?;
    // The longer wait first: it is the one that is told.
    within(tx, env.now(), COUNTED_FOR, &subject, TRIES_PER_DAY_MAX).await?;
    within(tx, env.now(), TRIES_WITHIN, &subject, TRIES_MAX).await?;
    tries::record(tx, env, &[&subject]).await?;
    Ok(())
}

/// It was right: the mistakes before it don't count.
pub(super) async fn forgive(tx: &Tx, user: UserId) -> Result<(), StoreError> {
    tries::forget(tx, &subject(user)).await
}

/// Takes a code. The outer error undoes the transaction, the inner one must not: the try counts.
/// `surface`: the door that it came through.
pub(crate) async fn take(
    tx: &Tx,
    app: &App,
    user: UserId,
    given: &Given,
    surface: Surface,
) -> Result<Result<(), CodeError>, CodeError> {
    admit(tx, app, user).await?;
    let is_new = match given {
        Given::Code(typed) => {
            let row = totp::get(tx, user).await?;
            let secret = row.map(|row| totp::secret(app.store.master_key(), &row)).transpose()?.flatten();
            let Some(secret) = secret else { return Ok(Err(CodeError::Missing)) };
            match code::step_of(&secret, typed.expose_secret(), app.env.now()) {
                Some(step) => Some(totp::take_step(tx, user, step).await?),
                None => None,
            }
        }
        Given::RecoveryCode(typed) => {
            let hash = recovery::hash(user, typed.expose_secret());
            totp::take_recovery_code(tx, user, &hash, app.env.now()).await?
        }
    };
    match is_new {
        None => {
            guessed::note(tx, app, user, surface).await?;
            Ok(Err(CodeError::Wrong))
        }
        Some(false) => Ok(Err(CodeError::Used)),
        Some(true) => {
            forgive(tx, user).await?;
            Ok(Ok(()))
        }
    }
}

pub(super) fn subject(user: UserId) -> String {
    format!("{FACTOR}{user}")
}
