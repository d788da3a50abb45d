use chrono::{DateTime, Utc};
use nproxy_app::keys::AttemptView;
use nproxy_domain::outcome::Class;
use nproxy_domain::{AttemptId, GenerationId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::key::{KeyRef, NamedRef};
use crate::dto::names::names;

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

impl AdminAttempt {
    pub fn of(attempt: AttemptView, key: KeyRef) -> Self {
        Self {
            id: attempt.id,
            generation_id: attempt.generation_id,
            n: attempt.n,
            provider: attempt.provider,
            model: attempt.model,
            key,
            proxy: attempt.proxy.map(NamedRef::from),
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

fn phases() -> Object {
    names(["open", "polling", "ended"])
}

fn spent() -> Object {
    names(["no", "yes", "unknown"])
}
