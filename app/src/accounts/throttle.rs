//! How often one may try to sign in or up.
//!
//! A try is counted before its password is looked at and taken back when it was right: tries at the same instant
//! can't slip through together. The rows hold hashes, since people type passwords into the wrong field.

use std::net::IpAddr;

use chrono::{Duration, TimeDelta};
use nproxy_domain::{Env, Timestamp};
use nproxy_store::{StoreError, Tx, throttle};
use sha2::{Digest as _, Sha256};

use super::letters;
use super::second_factor;
use super::settings::ThrottleSettings;

/// What the subjects begin with that hold the addresses known to an account.
const KNOWN: &str = "known:";
/// What the subjects begin with that hold the letters of a day, see [`super::letters`].
pub(super) const LETTERS: &str = "letters:";
/// What the subjects begin with that hold the tries at a second factor, see [`super::second_factor`].
pub(super) const FACTOR: &str = "factor:";

/// Come back later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts: try again in {retry_after_seconds} seconds")]
pub struct TooManyAttempts {
    pub retry_after_seconds: u64,
}

#[derive(Debug, thiserror::Error)]
pub(super) enum ThrottleError {
    #[error(transparent)]
    TooMany(#[from] TooManyAttempts),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A deed's own error says both refusals of a throttle.
macro_rules! throttled {
    ($error:ty) => {
        impl From<$crate::accounts::throttle::ThrottleError> for $error {
            fn from(error: $crate::accounts::throttle::ThrottleError) -> Self {
                match error {
                    $crate::accounts::throttle::ThrottleError::TooMany(wait) => wait.into(),
                    $crate::accounts::throttle::ThrottleError::Store(error) => error.into(),
                }
            }
        }
    };
}
pub(super) use throttled;

/// What a try to sign in is counted by.
#[derive(Clone, Debug)]
pub(super) struct Subjects {
    account: String,
    address: String,
    both: String,
    /// Holds a row while the address is known to the account.
    known: String,
}

impl Subjects {
    /// `account`: what was typed, case-folded, whether or not there is such an account.
    pub(super) fn of(account: &str, from: IpAddr) -> Self {
        let (account, address) = (short_hash(account), short_hash(&network(from)));
        Self {
            both: format!("both:{account}:{address}"),
            known: format!("{KNOWN}{account}:{address}"),
            account: format!("account:{account}"),
            address: format!("address:{address}"),
        }
    }
}

/// Counts a try to sign in, or says how long to wait.
pub(super) async fn admit(
    tx: &Tx,
    env: &Env,
    limits: &ThrottleSettings,
    who: &Subjects,
) -> Result<throttle::Counted, ThrottleError> {
    throttle::lock(tx, lock_of(&who.account)).await?;
    throttle::lock(tx, lock_of(&who.address)).await?;
    let known = throttle::nth_newest(tx, &who.known, env.now() - limits.known_for, 1).await?.is_some();
    let mut rules = vec![(&who.both, limits.account_and_address_max), (&who.address, limits.address_max)];
    if !known {
        rules.push((&who.account, limits.account_max));
    }
    for (subject, max) in rules {
        within(tx, env.now(), limits.window, subject, max).await?;
    }
    Ok(throttle::record(tx, env, &[&who.both, &who.address, &who.account]).await?)
}

/// The password was right: the try does not count, nor do the mistakes before it, and the address is known from now on.
pub(super) async fn succeeded(
    tx: &Tx,
    env: &Env,
    who: &Subjects,
    counted: throttle::Counted,
) -> Result<(), StoreError> {
    throttle::take_back(tx, counted).await?;
    throttle::forget(tx, &who.both).await?;
    throttle::forget(tx, &who.known).await?;
    throttle::record(tx, env, &[&who.known]).await?;
    Ok(())
}

/// The owner of the account showed that he is: what strangers tried does not hold him.
pub(super) async fn pardon(tx: &Tx, account: &str) -> Result<(), StoreError> {
    let account = short_hash(account);
    throttle::forget(tx, &format!("account:{account}")).await?;
    throttle::forget_of(tx, &format!("both:{account}:")).await
}

/// Counts a sign-up, or says how long to wait.
pub(super) async fn admit_sign_up(
    tx: &Tx,
    env: &Env,
    limits: &ThrottleSettings,
    from: IpAddr,
) -> Result<(), ThrottleError> {
    admit_from(tx, env, limits, "sign_up", from).await
}

/// Counts that somebody there says to have forgotten a password, or says how long to wait.
pub(super) async fn admit_forgotten(
    tx: &Tx,
    env: &Env,
    limits: &ThrottleSettings,
    from: IpAddr,
) -> Result<(), ThrottleError> {
    admit_from(tx, env, limits, "forgotten", from).await
}

async fn admit_from(
    tx: &Tx,
    env: &Env,
    limits: &ThrottleSettings,
    what: &str,
    from: IpAddr,
) -> Result<(), ThrottleError> {
    let subject = format!("{what}:{}", short_hash(&network(from)));
    throttle::lock(tx, lock_of(&subject)).await?;
    within(tx, env.now(), limits.window, &subject, limits.sign_ups_max).await?;
    throttle::record(tx, env, &[&subject]).await?;
    Ok(())
}

/// Forgets everything that was counted for an account: an address can be found by its hash.
pub(super) async fn forget_account(tx: &Tx, account: &str) -> Result<(), StoreError> {
    let letters = letters::subjects(account);
    let account = short_hash(account);
    for subject in letters.chain([format!("account:{account}")]) {
        throttle::forget(tx, &subject).await?;
    }
    throttle::forget_of(tx, &format!("both:{account}:")).await?;
    throttle::forget_of(tx, &format!("{KNOWN}{account}:")).await
}

/// Forgets what no rule looks at any more: tries when they have left the window, letters and known addresses later.
pub(super) async fn clear(tx: &Tx, now: Timestamp, limits: &ThrottleSettings) -> Result<u64, StoreError> {
    let tries = throttle::clear_but(tx, &[KNOWN, LETTERS, FACTOR], now - limits.window).await?;
    let letters = throttle::clear_of(tx, LETTERS, now - letters::COUNTED_FOR).await?;
    let codes = throttle::clear_of(tx, FACTOR, now - second_factor::COUNTED_FOR).await?;
    Ok(tries + letters + codes + throttle::clear_of(tx, KNOWN, now - limits.known_for).await?)
}

/// A sliding window: the try `max` tries ago must have left it.
pub(super) async fn within(
    tx: &Tx,
    now: Timestamp,
    window: Duration,
    subject: &str,
    max: u32,
) -> Result<(), ThrottleError> {
    match throttle::nth_newest(tx, subject, now - window, max).await? {
        None => Ok(()),
        Some(at) => Err(TooManyAttempts { retry_after_seconds: seconds_up(at + window - now) }.into()),
    }
}

pub(super) fn seconds_up(wait: TimeDelta) -> u64 {
    u64::try_from(wait.num_milliseconds()).unwrap_or(0).div_ceil(1000).max(1)
}

/// One customer has one IPv4 address, or a whole /64 of IPv6.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}")
        }
    }
}

pub(super) fn short_hash(text: &str) -> String {
    hex::encode(&Sha256::digest(text.as_bytes())[..16])
}

pub(super) fn lock_of(subject: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(subject.as_bytes()).into();
    digest.first_chunk().map_or(0, |bytes| i64::from_be_bytes(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_is_one_address() {
        let at = |text: &str| network(text.parse().unwrap());
        assert_eq!(at("2001:db8:1:2::1"), at("2001:db8:1:2:ffff::9"));
        assert_ne!(at("2001:db8:1:2::1"), at("2001:db8:1:3::1"));
        assert_eq!(at("::ffff:192.0.2.7"), at("192.0.2.7"));
        assert_ne!(at("192.0.2.7"), at("192.0.2.8"));
    }

    #[test]
    fn rows_hold_no_address_and_no_typed_text() {
        let who = format!("{:?}", Subjects::of("my password", "192.0.2.7".parse().unwrap()));
        assert!(!who.contains("password") && !who.contains("192.0.2.7"), "{who}");
    }
}
