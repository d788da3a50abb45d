//! How often one address is written to about accounts, whoever asks for it.
//!
//! Each kind of letter has a share of its own: what a stranger has written there holds back no letter of another kind. Who
//! asks isn't told: whether a letter went out would say something about the address. The rows hold hashes.

use chrono::Duration;
use nproxy_domain::Env;
use nproxy_store::{StoreError, Tx, throttle};

use super::throttle::{LETTERS, lock_of, short_hash};

/// The longest of the windows below.
pub(super) const COUNTED_FOR: Duration = Duration::days(1);
const HOUR: Duration = Duration::hours(1);
/// Letters of one kind to one address within an hour.
const PER_HOUR_MAX: u32 = 5;

/// What a letter to an address is counted as.
#[derive(Clone, Copy, Debug)]
pub(super) enum Share {
    /// It was used to sign up.
    SignUp,
    /// Its password was forgotten.
    Reset,
    /// It is to become an account's.
    NewAddress,
    /// It has no account and is told so.
    Stranger,
    /// Not sent, and counted for the work alone.
    Withheld,
}

impl Share {
    const ALL: [Self; 5] = [Self::SignUp, Self::Reset, Self::NewAddress, Self::Stranger, Self::Withheld];

    fn subject(self, email: &str) -> String {
        let share = match self {
            Self::SignUp => "sign_up",
            Self::Reset => "reset",
            Self::NewAddress => "new_address",
            Self::Stranger => "stranger",
            Self::Withheld => "withheld",
        };
        format!("{LETTERS}{share}:{}", short_hash(email))
    }
}

/// All that letters to an address are counted by.
pub(super) fn subjects(email: &str) -> impl Iterator<Item = String> {
    Share::ALL.into_iter().map(|share| share.subject(email))
}

/// Counts a letter to this address. `false`: it had its share, and is left in peace.
pub(super) async fn admit(tx: &Tx, env: &Env, share: Share, email: &str) -> Result<bool, StoreError> {
    admit_one(tx, env, share, email, HOUR, PER_HOUR_MAX).await
}

/// [`admit`] for whoever forgot a password. An address without an account (not `known`) didn't ask for a letter: it is
/// told so once a day, and what it isn't told takes nothing from its share. The same is read and written for both.
pub(super) async fn admit_reset(tx: &Tx, env: &Env, email: &str, known: bool) -> Result<bool, StoreError> {
    let is_first = admit_one(tx, env, Share::Stranger, email, COUNTED_FOR, 1).await?;
    let is_due = known || is_first;
    let share = if is_due { Share::Reset } else { Share::Withheld };
    Ok(admit(tx, env, share, email).await? && is_due)
}

async fn admit_one(
    tx: &Tx,
    env: &Env,
    share: Share,
    email: &str,
    window: Duration,
    max: u32,
) -> Result<bool, StoreError> {
    let subject = &share.subject(email);
    throttle::lock(tx, lock_of(subject)).await?;
    if throttle::nth_newest(tx, subject, env.now() - window, max).await?.is_some() {
        return Ok(false);
    }
    throttle::record(tx, env, &[subject]).await?;
    Ok(true)
}
