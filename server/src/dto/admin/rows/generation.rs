use chrono::{DateTime, Utc};
use nproxy_app::lists::{self, GenerationState};
use nproxy_domain::generation::{ErrorCode, Fault};
use nproxy_domain::{GenerationId, TurnId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CsvRow, UserRef};
use crate::dto::SMALL_BYTES_MAX;
use crate::dto::generation::{error_codes, faults, states};
use crate::dto::modes;
use crate::extract::Body;

/// A picture that somebody asked for, without what it shows.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminGeneration {
    #[schema(value_type = Uuid)]
    pub id: GenerationId,
    #[schema(value_type = Uuid)]
    pub turn_id: TurnId,
    pub slot: i64,
    pub user: UserRef,
    #[schema(schema_with = states)]
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = error_codes, required = false)]
    pub code: Option<ErrorCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = faults, required = false)]
    pub fault: Option<Fault>,
    pub model: String,
    #[schema(schema_with = modes)]
    pub mode: String,
    pub attempts: i64,
    /// Exact decimal US dollars, an estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cost_usd: Option<String>,
    pub queued_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub started_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub finished_at: Option<DateTime<Utc>>,
    /// From the start to the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ms: Option<i64>,
}

/// Words that the prompt holds, all of them. `Debug` is left out: they are as private as a prompt.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ByPrompt {
    #[schema(min_length = 2, max_length = 200)]
    pub words: String,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    #[schema(nullable = false)]
    pub cursor: Option<String>,
    #[schema(nullable = false, minimum = 1, maximum = 100)]
    pub limit: Option<u32>,
}

impl Body for ByPrompt {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl CsvRow for AdminGeneration {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "turn_id",
        "slot",
        "user.id",
        "user.email",
        "state",
        "code",
        "fault",
        "model",
        "mode",
        "attempts",
        "cost_usd",
        "queued_at",
        "started_at",
        "finished_at",
        "ms",
    ];
}

impl From<lists::AdminGeneration> for AdminGeneration {
    fn from(seen: lists::AdminGeneration) -> Self {
        Self {
            id: seen.id,
            turn_id: seen.turn,
            slot: seen.slot,
            user: UserRef { id: seen.user, email: seen.email },
            state: state_name(seen.state),
            code: seen.code,
            fault: seen.code.map(ErrorCode::fault),
            model: seen.model,
            mode: seen.mode,
            attempts: seen.attempts,
            cost_usd: seen.cost_usd,
            queued_at: seen.queued_at,
            started_at: seen.started_at,
            finished_at: seen.finished_at,
            ms: seen.took_ms,
        }
    }
}

fn state_name(state: GenerationState) -> &'static str {
    match state {
        GenerationState::Queued => "queued",
        GenerationState::Running => "running",
        GenerationState::Waiting => "waiting",
        GenerationState::Succeeded => "succeeded",
        GenerationState::Failed => "failed",
        GenerationState::Cancelled => "cancelled",
    }
}
