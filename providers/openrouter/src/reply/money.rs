//! What is left of a key's limit (`GET /key`) and of an account (`GET /credits`).

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, MicroUsd, Reply};
use serde::Deserialize;

use super::{Fault, Secrets, failure};

#[derive(Deserialize)]
struct Envelope<T> {
    data: T,
}

/// Only the API's own description of a key proves it, so what every description has must be there.
#[derive(Deserialize)]
struct Key {
    #[serde(rename = "label")]
    _label: String,
    #[serde(rename = "usage")]
    _usage: f64,
    limit_remaining: Option<f64>,
}

#[derive(Deserialize)]
struct Credits {
    total_credits: f64,
    total_usage: f64,
}

/// The key is known. `Some`: what is left of its own limit; `None`: it has none.
pub(crate) fn key_limit(reply: &Reply, key: &ApiKey) -> Result<Option<MicroUsd>, PluginError> {
    let described: Key = told(reply, key)?;
    Ok(described.limit_remaining.and_then(MicroUsd::from_usd))
}

/// What was paid in, less what was used.
pub(crate) fn credits_left(reply: &Reply, key: &ApiKey) -> Result<MicroUsd, PluginError> {
    if matches!(reply.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN) {
        // That is the management key; the one that makes pictures is none the worse.
        return Err(PluginError::new(Class::NoImage, Spent::No, "the management key may not ask for the credits", &[]));
    }
    let Credits { total_credits, total_usage } = told(reply, key)?;
    MicroUsd::from_usd(total_credits - total_usage).ok_or_else(unknown_balance)
}

/// An answer without an amount. Nothing is wrong with the key, so the class is one that does nothing to it.
pub(crate) fn unknown_balance() -> PluginError {
    PluginError::new(Class::NoImage, Spent::No, "how much is left is not told", &[])
}

fn told<T: serde::de::DeserializeOwned>(reply: &Reply, key: &ApiKey) -> Result<T, PluginError> {
    let secrets = Secrets::of(key);
    if reply.status == StatusCode::OK {
        match serde_json::from_slice::<Envelope<T>>(&reply.body) {
            Ok(Envelope { data }) => return Ok(data),
            Err(_) if Fault::read(reply).is_none() => {
                return Err(secrets.error(Class::Overload, Spent::No, "200 without what was asked about"));
            }
            Err(_) => {}
        }
    }
    // Asking costs nothing, however it ends.
    Err(PluginError { spent: Spent::No, ..failure(reply, &secrets) })
}
