//! Proxies. `Debug` is left out of everything that holds an address with its password.

use nproxy_app::proxies;
use nproxy_domain::proxy::ProxyUrl;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AdminKey, AdminProxy};
use crate::dto::SMALL_BYTES_MAX;
use crate::extract::Body;
use crate::problem::{Code, Problem};

#[derive(Debug, Serialize, ToSchema)]
pub struct ProxyFile {
    pub proxy: AdminProxy,
    /// The oldest 100 that go out through it.
    pub keys: Vec<AdminKey>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddProxy {
    /// A name for people; no two proxies have the same.
    #[schema(min_length = 1, max_length = 80)]
    pub label: String,
    /// `socks5h://user:password@host:1080`; http, https and socks5 do as well. Never shown again.
    #[schema(value_type = String)]
    pub address: SecretString,
    /// Keep it whether or not it works.
    #[schema(nullable = false, default = false)]
    pub untested: Option<bool>,
}

/// Only what is named changes; its keys stay with it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateProxy {
    #[schema(nullable = false, min_length = 1, max_length = 80)]
    pub label: Option<String>,
    #[schema(value_type = Option<String>, nullable = false)]
    pub address: Option<SecretString>,
    /// Keep the new address whether or not it works.
    #[schema(nullable = false, default = false)]
    pub untested: Option<bool>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemoveProxy {
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    /// Send its keys out directly from now on.
    #[schema(nullable = false, default = false)]
    pub unassign: Option<bool>,
}

impl Body for AddProxy {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for UpdateProxy {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for RemoveProxy {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

/// Quotes nothing of what was given.
pub fn address(text: &SecretString) -> Result<ProxyUrl, Problem> {
    let parsed = ProxyUrl::parse(text.expose_secret());
    parsed.map_err(|error| Problem::field(Code::ProxyAddressInvalid, "/address", &error))
}

impl From<proxies::ProxyFile> for ProxyFile {
    fn from(file: proxies::ProxyFile) -> Self {
        Self { proxy: file.proxy.into(), keys: file.keys.into_iter().map(AdminKey::from).collect() }
    }
}
