use chrono::{DateTime, Utc};
use nproxy_app::lists::ProxyHealth;
use nproxy_app::proxies::{ProxyHealthView, ProxyView};
use nproxy_domain::ProxyId;
use nproxy_domain::redact::plain;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CsvRow;

/// A proxy, without its credentials.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminProxy {
    #[schema(value_type = Uuid)]
    pub id: ProxyId,
    pub label: String,
    /// Scheme, host and port.
    pub place: String,
    #[schema(inline)]
    pub health: ProxyHealthName,
    /// Left alone until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
    /// In a row.
    pub failures: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    /// That go out through it.
    pub keys: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub tested_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub exit_address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub latency_ms: Option<i64>,
    pub created_at: DateTime<Utc>,
}

/// `unreadable`: its address can't be opened and must be given again.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProxyHealthName {
    Ok,
    Dead,
    Unreadable,
}

impl CsvRow for AdminProxy {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "label",
        "place",
        "health",
        "until",
        "failures",
        "detail",
        "keys",
        "tested_at",
        "exit_address",
        "latency_ms",
        "created_at",
    ];
}

impl From<ProxyView> for AdminProxy {
    fn from(proxy: ProxyView) -> Self {
        let (health, until, failures) = match proxy.health {
            ProxyHealthView::Ok => (ProxyHealthName::Ok, None, 0),
            ProxyHealthView::Dead { until, failures } => (ProxyHealthName::Dead, until, failures),
            ProxyHealthView::Unreadable => (ProxyHealthName::Unreadable, None, 0),
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
            exit_address: proxy.exit_address.as_deref().map(|address| plain(address, &[])),
            latency_ms: proxy.latency_ms,
            created_at: proxy.created_at,
        }
    }
}

impl From<ProxyHealthName> for ProxyHealth {
    fn from(health: ProxyHealthName) -> Self {
        match health {
            ProxyHealthName::Ok => Self::Ok,
            ProxyHealthName::Dead => Self::Dead,
            ProxyHealthName::Unreadable => Self::Unreadable,
        }
    }
}
