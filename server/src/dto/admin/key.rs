use chrono::{DateTime, Utc};
use nproxy_app::keys::KeyView;
use nproxy_domain::keys::KeyState;
use nproxy_domain::{AttemptId, GenerationId, IncidentId, KeyId, ProxyId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use crate::dto::names::names;

/// Something with a name for people.
#[derive(Debug, Serialize, ToSchema)]
pub struct NamedRef {
    #[schema(value_type = Uuid)]
    pub id: ProxyId,
    pub label: String,
}

/// A key that something was done with.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct KeyRef {
    #[schema(value_type = Uuid)]
    pub id: KeyId,
    pub label: String,
    pub fingerprint: String,
}

/// The newest that is known of the money behind a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyBalance {
    #[schema(schema_with = balance_states)]
    pub state: &'static str,
    /// Exact decimal US dollars; with `unknown` the last that was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub usd: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub at: Option<DateTime<Utc>>,
}

/// An upstream key, never its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminKey {
    #[schema(value_type = Uuid)]
    pub id: KeyId,
    pub provider: String,
    pub label: String,
    /// Keys of one account run out of funds together.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub account: Option<String>,
    /// In effect now: a cooldown that has ended is probation.
    #[schema(schema_with = key_states)]
    pub state: &'static str,
    /// The end of the cooldown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
    /// Failures in a row.
    pub strikes: i64,
    pub in_flight: i64,
    pub max_in_flight: i64,
    /// Requests per minute; absent: no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rpm: Option<i64>,
    /// When it may be picked next; absent: not before something ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub picked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub worked_at: Option<DateTime<Utc>>,
    /// The shared cause for which it rests.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>, nullable = false)]
    pub incident_id: Option<IncidentId>,
    /// Absent: it goes out directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proxy: Option<NamedRef>,
    /// Never around its proxy.
    pub proxy_only: bool,
    pub balance: KeyBalance,
    /// Tells secrets apart, shows none.
    pub fingerprint: String,
    pub created_at: DateTime<Utc>,
}

/// One try of a picture on one key.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAttempt {
    #[schema(value_type = Uuid)]
    pub id: AttemptId,
    #[schema(value_type = Uuid)]
    pub generation_id: GenerationId,
    /// From 1.
    pub n: i64,
    pub provider: String,
    pub model: String,
    pub key: KeyRef,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proxy: Option<NamedRef>,
    #[schema(schema_with = phases)]
    pub phase: &'static str,
    /// What went wrong; absent while it is under way, and where nothing did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error_class: Option<String>,
    /// Whether it cost money upstream; absent while it is under way.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = spent, required = false)]
    pub spent: Option<String>,
    /// Exact decimal US dollars, by estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cost_usd: Option<String>,
    pub started_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub upstream_ms: Option<i64>,
    /// Redacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

impl From<KeyView> for AdminKey {
    fn from(key: KeyView) -> Self {
        Self {
            id: key.id,
            provider: key.provider,
            label: key.label,
            account: key.account,
            state: key.state,
            until: key.until,
            strikes: key.strikes,
            in_flight: key.in_flight,
            max_in_flight: key.max_in_flight,
            rpm: key.rpm,
            next_at: key.next_at,
            picked_at: key.picked_at,
            worked_at: key.worked_at,
            incident_id: key.incident_id,
            proxy: key.proxy.map(|proxy| NamedRef { id: proxy.id, label: proxy.label }),
            proxy_only: key.proxy_only,
            balance: KeyBalance { state: key.balance.state, usd: key.balance.usd, at: key.balance.at },
            fingerprint: key.fingerprint,
            created_at: key.created_at,
        }
    }
}

fn key_states() -> Object {
    names(KeyState::NAMES)
}

fn balance_states() -> Object {
    names(["amount", "own_limit", "unsupported", "unknown"])
}

fn phases() -> Object {
    names(["open", "polling", "ended"])
}

fn spent() -> Object {
    names(["no", "yes", "unknown"])
}
