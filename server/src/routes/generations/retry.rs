//! Trying a failed picture again.

use nproxy_app::generations::{self, RetryError};
use nproxy_domain::GenerationId;
use salvo::Response;
use salvo::http::StatusCode;
use salvo::http::header::HeaderValue;
use salvo::writing::Json;

use crate::dto::GenerationReply;
use crate::extract::{CurrentUser, PathId, RequestKey};
use crate::problem::{Code, Problem};
use crate::routes::turns::REPLAYED;
use crate::web::Web;

/// Asks for a failed picture again, as a new generation in the same place
///
/// Codes: `not_signed_in`, `idempotency_key_missing`, `idempotency_key_invalid`, `idempotency_key_reused`,
/// `not_found`, `not_retryable`, `already_retried`, and those of room: `subscription_inactive`, `quota_used_up`,
/// `quota_held`, `queue_full_for_you`, `too_many_declined`, `too_many_cancelled`, `queue_full`, `storage_full`, `paused`,
/// `read_only`, `account_suspended`.
#[utoipa::path(
    post, path = "/api/v1/generations/{id}/retry", tag = "generations",
    params(
        ("id" = Uuid, Path),
        ("Idempotency-Key" = String, Header, description = "A fresh name for each new request", pattern = "^[A-Za-z0-9_-]{1,64}$"),
    ),
    responses(
        (status = 202, description = "Queued", body = GenerationReply,
         headers(("idempotency-replayed" = String, description = "`true` where it had been queued before"))),
        Problem
    )
)]
pub async fn retry_generation(
    web: Web,
    user: CurrentUser,
    id: PathId<GenerationId>,
    key: RequestKey,
    res: &mut Response,
) -> Result<Json<GenerationReply>, Problem> {
    let retried = generations::retry(&web.app, user.0.id, id.0, &key.0).await?;
    if retried.replayed {
        res.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
    }
    res.status_code(StatusCode::ACCEPTED);
    Ok(Json(GenerationReply { generation: retried.generation.into() }))
}

impl From<RetryError> for Problem {
    fn from(error: RetryError) -> Self {
        match error {
            RetryError::NotFound => Self::plain(Code::NotFound),
            RetryError::NotRetryable => Self::said(Code::NotRetryable, &error),
            RetryError::AlreadyRetried => Self::said(Code::AlreadyRetried, &error),
            RetryError::KeyReused => Self::said(Code::IdempotencyKeyReused, &error),
            RetryError::Room(error) => Self::from(error),
            RetryError::Store(error) => Self::from(error),
        }
    }
}
