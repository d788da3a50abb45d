//! How often one address is written to about accounts, whoever asks for it.
//!
//! Who asks isn't told: whether a letter went out would say something about the address. The rows hold hashes.

use chrono::Duration;
use nproxy_domain::Env;
use nproxy_store::{StoreError, Tx, throttle};

use super::throttle::{LETTERS, lock_of, short_hash};

/// The longest of the windows below.
pub(super) const COUNTED_FOR: Duration = Duration::days(1);
const HOUR: Duration = Duration::hours(1);
/// Letters to one address within an hour.
const PER_HOUR_MAX: u32 = 5;

/// Counts a letter to this address. `false`: it had its share, and is left in peace.
pub(super) async fn admit(tx: &Tx, env: &Env, email: &str) -> Result<bool, StoreError> {
    admit_one(tx, env, &format!("{LETTERS}to:{}", short_hash(email)), HOUR, PER_HOUR_MAX).await
}

/// [`admit`] for a letter that somebody asked for from outside. An address without an account (not `known`) didn't ask
/// for one either: it is told so once a day. The same is read and written for both.
pub(super) async fn admit_asked(tx: &Tx, env: &Env, email: &str, known: bool) -> Result<bool, StoreError> {
    let subject = format!("{LETTERS}asked:{}", short_hash(email));
    let is_first = admit_one(tx, env, &subject, COUNTED_FOR, 1).await?;
    Ok(admit(tx, env, email).await? && (known || is_first))
}

async fn admit_one(tx: &Tx, env: &Env, subject: &str, window: Duration, max: u32) -> Result<bool, StoreError> {
    throttle::lock(tx, lock_of(subject)).await?;
    if throttle::nth_newest(tx, subject, env.now() - window, max).await?.is_some() {
        return Ok(false);
    }
    throttle::record(tx, env, &[subject]).await?;
    Ok(true)
}
