//! Looking at a generation.

use nproxy_app::generations::{self, GetError};
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use crate::dto::GenerationReply;
use crate::extract::{CurrentUser, PathId};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// One generation
///
/// Codes: `not_signed_in`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/generations/{id}", tag = "generations", params(("id" = Uuid, Path)),
    responses((status = 200, body = GenerationReply), Problem)
)]
pub async fn get_generation(
    web: Web,
    user: CurrentUser,
    id: PathId<GenerationId>,
) -> Result<Json<GenerationReply>, Problem> {
    let generation = generations::get(&web.app, user.0.id, id.0).await?;
    Ok(Json(GenerationReply { generation: generation.into() }))
}

impl From<GetError> for Problem {
    fn from(error: GetError) -> Self {
        match error {
            GetError::NotFound => Self::plain(Code::NotFound),
            GetError::Store(error) => Self::from(error),
        }
    }
}
