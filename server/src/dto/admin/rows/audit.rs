use chrono::{DateTime, Utc};
use nproxy_app::lists;
use nproxy_domain::audit::Surface;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use uuid::Uuid;

use super::CsvRow;
use crate::dto::names::names;

/// One act.
#[derive(Debug, Serialize, ToSchema)]
pub struct AuditLine {
    pub id: Uuid,
    pub at: DateTime<Utc>,
    /// `system`, `operator` or `user:` and an id.
    pub actor: String,
    /// Where it is a user.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub actor_email: Option<String>,
    #[schema(schema_with = surfaces)]
    pub surface: String,
    pub act: String,
    /// A kind and an id: `key:<id>`.
    pub subject: String,
    /// What changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub before: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false)]
    pub after: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub request_id: Option<String>,
}

/// Through which door.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AuditSurface {
    Web,
    Telegram,
    Cli,
    Worker,
}

impl AuditSurface {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => Surface::Web,
            Self::Telegram => Surface::Telegram,
            Self::Cli => Surface::Cli,
            Self::Worker => Surface::Worker,
        }
        .as_str()
    }
}

impl CsvRow for AuditLine {
    const COLUMNS: &'static [&'static str] =
        &["id", "at", "actor", "actor_email", "surface", "act", "subject", "before", "after", "reason", "request_id"];
}

impl From<lists::AuditLine> for AuditLine {
    fn from(line: lists::AuditLine) -> Self {
        let lists::AuditLine { id, at, actor, actor_email, surface, act, subject, before, after, reason, request_id } =
            line;
        Self { id, at, actor, actor_email, surface, act, subject, before, after, reason, request_id }
    }
}

fn surfaces() -> Object {
    names(["web", "telegram", "cli", "worker"])
}
