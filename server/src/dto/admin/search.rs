use chrono::{DateTime, Utc};
use nproxy_app::search::{Hit, HitKind};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;
use uuid::Uuid;

use crate::dto::names::names;

/// Something that goes by what was typed.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchHit {
    #[schema(schema_with = kinds)]
    pub kind: &'static str,
    pub id: Uuid,
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub at: Option<DateTime<Utc>>,
}

/// At most 10 of each kind.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchReply {
    pub items: Vec<SearchHit>,
}

impl From<Vec<Hit>> for SearchReply {
    fn from(hits: Vec<Hit>) -> Self {
        Self { items: hits.into_iter().map(SearchHit::from).collect() }
    }
}

impl From<Hit> for SearchHit {
    fn from(hit: Hit) -> Self {
        let Hit { kind, id, label, detail, at } = hit;
        Self { kind: kind_name(kind), id, label, detail, at }
    }
}

fn kind_name(kind: HitKind) -> &'static str {
    match kind {
        HitKind::User => "user",
        HitKind::Cycle => "cycle",
        HitKind::Turn => "turn",
        HitKind::Generation => "generation",
        HitKind::Payment => "payment",
        HitKind::Key => "key",
        HitKind::Proxy => "proxy",
        HitKind::Audit => "audit",
    }
}

fn kinds() -> Object {
    names(["user", "cycle", "turn", "generation", "payment", "key", "proxy", "audit"])
}
