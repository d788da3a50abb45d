use chrono::{DateTime, Utc};
use nproxy_app::proxies::{ProxyHealthView, ProxyView};
use nproxy_domain::ProxyId;
use nproxy_domain::redact::plain;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use crate::dto::names::names;

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

fn health_names() -> Object {
    names(["ok", "dead", "unreadable"])
}
