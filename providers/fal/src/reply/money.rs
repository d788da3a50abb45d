//! What an account has left.

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Balance, BalanceScope, MicroUsd, Reply};
use serde::Deserialize;

use super::classify::Stage;
use super::fault::Fault;
use super::{Secrets, failure};

#[derive(Deserialize)]
struct Account {
    credits: Credits,
}

#[derive(Deserialize)]
struct Credits {
    current_balance: f64,
    currency: String,
}

/// The reply to the call for the account's billing. Unknown is an error, never zero.
pub(crate) fn balance(reply: &Reply, key: &ApiKey) -> Result<Balance, PluginError> {
    let secrets = Secrets::of(key);
    if reply.status == StatusCode::OK {
        match serde_json::from_slice::<Account>(&reply.body) {
            Ok(Account { credits }) => {
                let dollars = Some(credits.current_balance).filter(|_| credits.currency == "USD");
                let amount = dollars.and_then(MicroUsd::from_usd);
                // Nothing is wrong with the key, so the class is one that does nothing to it.
                let unknown = || secrets.error(Class::NoImage, Spent::No, "the balance is not told in US dollars");
                return amount.map(|amount| Balance { amount, scope: BalanceScope::Account }).ok_or_else(unknown);
            }
            Err(_) if Fault::read(reply).is_none() => {
                return Err(secrets.error(Class::Overload, Spent::No, "200 without a balance"));
            }
            Err(_) => {}
        }
    }
    if matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        // That is the admin key; the one that makes pictures is none the worse.
        return Err(secrets.error(Class::NoImage, Spent::No, "the admin key may not ask for the balance"));
    }
    // Asking costs nothing, however it ends.
    Err(PluginError { spent: Spent::No, ..failure(Stage::Submit, reply, &secrets) })
}
