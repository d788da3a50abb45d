//! Proxies. `Debug` is left out of everything that holds an address with its password.

use chrono::{DateTime, Utc};
use nproxy_app::proxies::{self, ProxyHealthView, ProxyView};
use nproxy_domain::ProxyId;
use nproxy_domain::proxy::ProxyUrl;
use nproxy_domain::redact::plain;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::key::AdminKey;
use crate::dto::SMALL_BYTES_MAX;
use crate::dto::names::names;
use crate::extract::Body;
use crate::problem::{Code, Problem};

/// A proxy, never its credentials.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminProxy {
    #[schema(value_type = Uuid)]
    pub id: ProxyId,
    pub label: String,
    /// Scheme, host and port.
    pub place: String,
    /// `unreadable`: its address can't be opened and must be given again.
    #[schema(schema_with = health_names)]
    pub health: &'static str,
    /// With `dead`: it is left alone until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
    /// In a row.
    pub failures: i64,
    /// Of the newest failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// How many go out through it.
    pub keys: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tested_at: Option<DateTime<Utc>>,
    /// The address that the outside world saw in the newest test.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub exit_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub latency_ms: Option<i64>,
    pub created_at: DateTime<Utc>,
}

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

impl From<ProxyView> for AdminProxy {
    fn from(proxy: ProxyView) -> Self {
        let health = proxy.health.name();
        let (until, failures) = match proxy.health {
            ProxyHealthView::Dead { until, failures } => (until, failures),
            ProxyHealthView::Ok | ProxyHealthView::Unreadable => (None, 0),
        };
        Self {
            id: proxy.id,
            label: plain(&proxy.label, &[]),
            place: proxy.place,
            health,
            until,
            failures,
            detail: proxy.detail.as_deref().map(|detail| plain(detail, &[])),
            keys: proxy.keys,
            tested_at: proxy.tested_at,
            exit_address: proxy.exit_address,
            latency_ms: proxy.latency_ms,
            created_at: proxy.created_at,
        }
    }
}

impl From<proxies::ProxyFile> for ProxyFile {
    fn from(file: proxies::ProxyFile) -> Self {
        Self { proxy: file.proxy.into(), keys: file.keys.into_iter().map(AdminKey::from).collect() }
    }
}

fn health_names() -> Object {
    names(["ok", "dead", "unreadable"])
}
