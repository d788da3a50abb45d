//! What is done with one key. `Debug` is left out of everything that holds a secret.

use nproxy_app::keys::{Becomes, KeyChange, NewKey};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{ProviderId, ProxyId};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;

use super::named;
use crate::dto::SMALL_BYTES_MAX;
use crate::extract::Body;

/// Requests at once of a key that doesn't say.
pub const MAX_IN_FLIGHT: u32 = 4;

/// A new key. Its secrets are never shown again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddKey {
    /// The id of a `[providers.<id>]` of the configuration.
    pub provider: String,
    /// A name for people.
    #[schema(min_length = 1, max_length = 100)]
    pub label: String,
    #[schema(value_type = String)]
    pub secret: SecretString,
    /// For asking what its account has left, where that takes another one.
    #[schema(value_type = Option<String>, nullable = false)]
    pub billing_secret: Option<SecretString>,
    /// The upstream account that pays.
    #[schema(nullable = false)]
    pub account: Option<String>,
    #[schema(value_type = Option<Uuid>, nullable = false)]
    pub proxy_id: Option<ProxyId>,
    /// Never around the proxy.
    #[schema(nullable = false, default = false)]
    pub proxy_only: Option<bool>,
    /// Requests at once.
    #[schema(nullable = false, default = 4, minimum = 1, maximum = 1000)]
    pub max_in_flight: Option<u32>,
    /// Requests per minute, evenly spaced; absent: no limit.
    #[schema(nullable = false, minimum = 1, maximum = 60_000)]
    pub rpm: Option<u32>,
}

/// Why a key is taken out of use. What it has in flight comes to its end.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DisableKey {
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateKey {
    #[schema(nullable = false, min_length = 1, max_length = 100)]
    pub label: Option<String>,
    /// An empty one takes it away.
    #[schema(nullable = false)]
    pub account: Option<String>,
    /// `null`: directly.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<Uuid>)]
    pub proxy_id: Becomes<ProxyId>,
    #[schema(nullable = false)]
    pub proxy_only: Option<bool>,
    #[schema(nullable = false, minimum = 1, maximum = 1000)]
    pub max_in_flight: Option<u32>,
    /// `null`: no limit.
    #[serde(default, deserialize_with = "named")]
    #[schema(value_type = Option<u32>, minimum = 1, maximum = 60_000)]
    pub rpm: Becomes<u32>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// A new secret for a key.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RotateKey {
    #[schema(value_type = String)]
    pub secret: SecretString,
    /// Absent: the old one goes along.
    #[schema(value_type = Option<String>, nullable = false)]
    pub billing_secret: Option<SecretString>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

impl Body for AddKey {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for DisableKey {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for UpdateKey {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for RotateKey {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl From<AddKey> for NewKey {
    fn from(body: AddKey) -> Self {
        Self {
            provider: ProviderId(body.provider),
            label: body.label,
            api_key: api_key(body.secret, body.billing_secret),
            account: body.account,
            proxy: body.proxy_id,
            proxy_only: body.proxy_only.unwrap_or(false),
            limits: KeyLimits { max_in_flight: body.max_in_flight.unwrap_or(MAX_IN_FLIGHT), rpm: body.rpm },
        }
    }
}

impl UpdateKey {
    /// The change and why.
    pub fn read(self) -> (KeyChange, String) {
        let Self { label, account, proxy_id: proxy, proxy_only, max_in_flight, rpm, reason } = self;
        let account = account.map_or(Becomes::AsBefore, |account| Becomes::Now(Some(account)));
        (KeyChange { label, account, proxy, proxy_only, max_in_flight, rpm }, reason)
    }
}

impl RotateKey {
    /// The secrets and why.
    pub fn read(self) -> (ApiKey, String) {
        (api_key(self.secret, self.billing_secret), self.reason)
    }
}

/// An empty field of a form is none.
fn api_key(secret: SecretString, billing_secret: Option<SecretString>) -> ApiKey {
    use secrecy::ExposeSecret as _;

    let billing_secret = billing_secret.filter(|secret| !secret.expose_secret().is_empty());
    ApiKey { secret, billing_secret }
}
