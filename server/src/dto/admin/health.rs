use chrono::{DateTime, Utc};
use nproxy_app::health::{Component, Report};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use crate::dto::names::names;

/// State `unknown` is never green. `value` and `threshold` are words for people, in English; `checked_at`: how old the look
/// is.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthComponent {
    pub id: String,
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    pub label: String,
    #[schema(schema_with = states)]
    pub state: &'static str,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub threshold: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub checked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

/// `degraded`: a part is not as it should be, or one that everything hangs on is unknown.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthReply {
    #[schema(schema_with = verdicts)]
    pub status: &'static str,
    pub at: DateTime<Utc>,
    /// Of the process that answers.
    pub version: &'static str,
    pub components: Vec<HealthComponent>,
}

impl From<&Report> for HealthReply {
    fn from(report: &Report) -> Self {
        let Report { status, at, version, components } = report;
        let components = components.iter().map(HealthComponent::from).collect();
        Self { status: status.as_str(), at: *at, version, components }
    }
}

impl From<&Component> for HealthComponent {
    fn from(part: &Component) -> Self {
        let Component { id, kind, label, state, value, threshold, checked_at, detail } = part.clone();
        Self { id, kind: kind.as_str(), label, state: state.as_str(), value, threshold, checked_at, detail }
    }
}

fn kinds() -> Object {
    names([
        "database",
        "queue",
        "process",
        "storage",
        "pool",
        "proxies",
        "processor",
        "mail",
        "bot",
        "disk",
        "certificate",
        "clock",
        "backup",
        "switches",
    ])
}

fn states() -> Object {
    names(["ok", "warning", "critical", "unknown"])
}

fn verdicts() -> Object {
    names(["ok", "degraded", "down"])
}
