use chrono::{DateTime, Utc};
use nproxy_app::generations::{AttemptPhase, AttemptSeen};
use nproxy_app::keys::{AttemptView, KeyView};
use nproxy_domain::outcome::Class;
use nproxy_domain::{AttemptId, GenerationId, KeyId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::NamedRef;
use crate::dto::names::names;

/// A key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyRef {
    #[schema(value_type = Uuid)]
    pub id: KeyId,
    pub label: String,
    pub fingerprint: String,
}

/// One try on one key.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminAttempt {
    #[schema(value_type = Uuid)]
    pub id: AttemptId,
    #[schema(value_type = Uuid)]
    pub generation_id: GenerationId,
    /// From 1.
    pub n: i64,
    pub provider: String,
    /// As the provider calls it.
    pub model: String,
    pub key: KeyRef,
    /// Absent: it went out directly.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proxy: Option<NamedRef>,
    #[schema(schema_with = phases)]
    pub phase: &'static str,
    /// Absent: it is under way, or it worked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error_class: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = spent, required = false)]
    pub spent: Option<String>,
    /// Exact decimal US dollars, an estimate.
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

impl AdminAttempt {
    pub fn of_key(attempt: AttemptView, key: &KeyView) -> Self {
        Self {
            id: attempt.id,
            generation_id: attempt.generation_id,
            n: attempt.n,
            provider: attempt.provider,
            model: attempt.model,
            key: KeyRef { id: key.id, label: key.label.clone(), fingerprint: key.fingerprint.clone() },
            proxy: attempt.proxy.map(|proxy| NamedRef { id: proxy.id, label: proxy.label }),
            phase: attempt.phase,
            error_class: attempt.class.filter(|class| class != Class::Ok.as_str()),
            spent: attempt.spent,
            cost_usd: attempt.cost_usd,
            started_at: attempt.started_at,
            ended_at: attempt.ended_at,
            upstream_ms: attempt.upstream_ms,
            detail: attempt.detail,
        }
    }
}

impl From<AttemptSeen> for AdminAttempt {
    fn from(seen: AttemptSeen) -> Self {
        Self {
            id: seen.id,
            generation_id: seen.generation_id,
            n: seen.n,
            provider: seen.provider,
            model: seen.model,
            key: KeyRef { id: seen.key.id, label: seen.key.label, fingerprint: seen.key.fingerprint },
            proxy: seen.proxy.map(|proxy| NamedRef { id: proxy.id, label: proxy.label }),
            phase: match seen.phase {
                AttemptPhase::Open => "open",
                AttemptPhase::Polling => "polling",
                AttemptPhase::Ended => "ended",
            },
            error_class: seen.error_class,
            spent: seen.spent,
            cost_usd: seen.cost_usd,
            started_at: seen.started_at,
            ended_at: seen.ended_at,
            upstream_ms: seen.upstream_ms,
            detail: seen.detail,
        }
    }
}

fn phases() -> Object {
    names(["open", "polling", "ended"])
}

fn spent() -> Object {
    names(["no", "yes", "unknown"])
}
