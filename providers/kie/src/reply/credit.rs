//! What an account has left, in credits.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Balance, BalanceScope, MicroUsd, Reply};

use super::classify::{self, Asked};
use super::envelope::Envelope;
use super::hidden::Hidden;

const MICROS: f64 = 1e6;

/// The reply to `chat/credit`. Only a number of credits proves the key, and unknown is an error, never zero.
pub(crate) fn credit(reply: &Reply, key: &ApiKey) -> Result<f64, PluginError> {
    let hidden = Hidden::of_key(key);
    match Envelope::read(reply) {
        Some(envelope) if envelope.is_good() => {
            // Nothing is wrong with the key, so the class is one that does nothing to it.
            let untold = || hidden.error(Class::NoImage, Spent::No, "how much is left is not told");
            envelope.data.as_f64().ok_or_else(untold)
        }
        Some(envelope) => Err(classify::error(Asked::Credit, &envelope, reply, &hidden)),
        None => Err(classify::stranger(Asked::Credit, reply, &hidden)),
    }
}

/// The same in dollars.
pub(crate) fn balance(reply: &Reply, key: &ApiKey, usd_per_credit: MicroUsd) -> Result<Balance, PluginError> {
    let credits = credit(reply, key)?;
    let price = i32::try_from(usd_per_credit.0).ok().map(|micros| f64::from(micros) / MICROS);
    let amount = price.and_then(|price| MicroUsd::from_usd(credits * price));
    let unknown = || PluginError::new(Class::NoImage, Spent::No, "no amount of money", &[]);
    amount.map(|amount| Balance { amount, scope: BalanceScope::Account }).ok_or_else(unknown)
}
