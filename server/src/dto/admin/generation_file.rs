use chrono::{DateTime, Utc};
use nproxy_app::generations::{self, AssetStanding, StepKind};
use nproxy_domain::{AssetId, ConversationId, CycleId, GenerationId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::{AdminAttempt, AdminGeneration};
use crate::dto::names::names;

/// What happened when; of kind `attempt`, `n` says which.
#[derive(Debug, Serialize, ToSchema)]
pub struct GenerationStep {
    pub at: DateTime<Utc>,
    #[schema(schema_with = step_kinds)]
    pub kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub n: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

/// A picture with what rows say of its way. Never the prompt.
#[derive(Debug, Serialize, ToSchema)]
pub struct GenerationFile {
    pub generation: AdminGeneration,
    #[schema(value_type = Uuid)]
    pub conversation_id: ConversationId,
    pub resolution: String,
    pub width: i64,
    pub height: i64,
    pub batch_size: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub image_strength: Option<f32>,
    /// Input pictures.
    pub inputs: usize,
    pub prompt_chars: usize,
    /// Why it failed, as its customer reads it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub message: Option<String>,
    #[schema(value_type = Uuid)]
    pub cycle_id: CycleId,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub asset_id: Option<AssetId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = asset_states, required = false)]
    pub asset_state: Option<&'static str>,
    /// Its worker is gone if this has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub lease_until: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub deadline: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub retried_from: Option<GenerationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub retried_by: Option<GenerationId>,
    /// First to last.
    pub steps: Vec<GenerationStep>,
    /// First to last.
    pub attempts: Vec<AdminAttempt>,
}

impl From<generations::GenerationFile> for GenerationFile {
    fn from(file: generations::GenerationFile) -> Self {
        Self {
            generation: file.generation.into(),
            conversation_id: file.conversation,
            resolution: file.resolution,
            width: file.width,
            height: file.height,
            batch_size: file.batch_size,
            image_strength: file.image_strength,
            inputs: file.inputs,
            prompt_chars: file.prompt_chars,
            message: file.message,
            cycle_id: file.cycle,
            asset_id: file.asset.map(|(id, _)| id),
            asset_state: file.asset.map(|(_, standing)| standing_name(standing)),
            lease_until: file.lease_until,
            deadline: file.deadline,
            retried_from: file.retried_from,
            retried_by: file.retried_by,
            steps: file.steps.into_iter().map(GenerationStep::from).collect(),
            attempts: file.attempts.into_iter().map(AdminAttempt::from).collect(),
        }
    }
}

impl From<generations::Step> for GenerationStep {
    fn from(step: generations::Step) -> Self {
        let generations::Step { at, kind, n, detail } = step;
        Self { at, kind: kind_name(kind), n, detail }
    }
}

fn standing_name(standing: AssetStanding) -> &'static str {
    match standing {
        AssetStanding::Kept => "kept",
        AssetStanding::Deleted => "deleted",
        AssetStanding::Purged => "purged",
        AssetStanding::Removed => "removed",
    }
}

fn kind_name(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Accepted => "accepted",
        StepKind::Held => "held",
        StepKind::Queued => "queued",
        StepKind::Started => "started",
        StepKind::Attempt => "attempt",
        StepKind::Waiting => "waiting",
        StepKind::Stored => "stored",
        StepKind::Settled => "settled",
        StepKind::Released => "released",
        StepKind::Cancelled => "cancelled",
        StepKind::Failed => "failed",
    }
}

fn asset_states() -> Object {
    names(["kept", "deleted", "purged", "removed"])
}

fn step_kinds() -> Object {
    names([
        "accepted",
        "held",
        "queued",
        "started",
        "attempt",
        "waiting",
        "stored",
        "settled",
        "released",
        "cancelled",
        "failed",
    ])
}
