use chrono::{DateTime, Utc};
use nproxy_app::generations::GenerationView;
use nproxy_domain::generation::{self, ErrorCode, Fault};
use nproxy_domain::{GenerationId, TurnId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::Asset;
use super::names::names;

/// One picture asked for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Generation {
    #[schema(value_type = Uuid)]
    pub id: GenerationId,
    #[schema(value_type = Uuid)]
    pub turn_id: TurnId,
    /// Its place in the batch, from 0. A retry takes the place of what it retries.
    pub slot: u8,
    #[schema(schema_with = states)]
    pub state: &'static str,
    /// It is to stop; a picture already bought is still delivered and counted.
    pub cancel_asked: bool,
    pub retryable: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub error: Option<GenerationError>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub asset: Option<Asset>,
    /// The picture was taken away then, and is no longer stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub picture_removed_at: Option<DateTime<Utc>>,
    pub queued_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub started_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub finished_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub retried_from: Option<GenerationId>,
}

/// Why there is no picture.
#[derive(Debug, Serialize, ToSchema)]
pub struct GenerationError {
    #[schema(schema_with = error_codes)]
    pub code: ErrorCode,
    #[schema(schema_with = faults)]
    pub fault: Fault,
    /// Plain words, at most 300 characters; may quote the model.
    pub message: String,
    /// A failure is never counted.
    pub counted: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GenerationReply {
    pub generation: Generation,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct GenerationsReply {
    pub generations: Vec<Generation>,
}

impl From<GenerationView> for Generation {
    fn from(view: GenerationView) -> Self {
        Self {
            id: view.id,
            turn_id: view.turn,
            slot: view.slot,
            state: view.state,
            cancel_asked: view.cancel_asked,
            retryable: view.retryable,
            error: view.error.map(GenerationError::from),
            asset: view.asset.map(Asset::from),
            picture_removed_at: view.removed_at,
            queued_at: view.queued_at,
            started_at: view.started_at,
            finished_at: view.finished_at,
            retried_from: view.retried_from,
        }
    }
}

impl From<generation::GenerationError> for GenerationError {
    fn from(error: generation::GenerationError) -> Self {
        Self { code: error.code, fault: error.code.fault(), message: error.message, counted: false }
    }
}

pub fn states() -> Object {
    names(["queued", "running", "waiting", "succeeded", "failed", "cancelled"])
}

pub fn error_codes() -> Object {
    names(ErrorCode::ALL.map(ErrorCode::as_str))
}

pub fn faults() -> Object {
    names(["customer", "provider", "us"])
}
