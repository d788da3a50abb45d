//! Stopping a generation.

use nproxy_app::generations::{self, CancelError};
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use crate::dto::GenerationReply;
use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::{Code, Problem};

/// Stops a generation
///
/// Where nothing was bought yet it ends at once and is not counted; else `cancel_asked` is set, and a picture that
/// arrives anyway is delivered and counted. Codes: `not_signed_in`, `not_found`, `already_finished`,
/// `read_only`.
#[utoipa::path(
    post, path = "/api/v1/generations/{id}/cancel", tag = "generations", params(("id" = Uuid, Path)),
    responses((status = 200, body = GenerationReply), Problem)
)]
pub async fn cancel_generation(
    user: CurrentUser,
    web: Writable,
    id: PathId<GenerationId>,
) -> Result<Json<GenerationReply>, Problem> {
    let generation = generations::cancel(&web.app, user.0.id, id.0).await?;
    Ok(Json(GenerationReply { generation: generation.into() }))
}

impl From<CancelError> for Problem {
    fn from(error: CancelError) -> Self {
        match error {
            CancelError::NotFound => Self::plain(Code::NotFound),
            CancelError::AlreadyFinished => Self::said(Code::AlreadyFinished, &error),
            CancelError::Store(error) => Self::from(error),
        }
    }
}
