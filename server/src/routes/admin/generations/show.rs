//! Everything about a picture.

use nproxy_app::generations;
use nproxy_domain::GenerationId;
use salvo::writing::Json;

use crate::dto::admin::GenerationFile;
use crate::extract::{AdminUser, PathId};
use crate::problem::Problem;
use crate::web::Web;

/// One picture with every step and attempt
///
/// Never the prompt. Codes: `not_signed_in`, `admin_only`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/admin/generations/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = GenerationFile), Problem)
)]
pub async fn get_generation_file(
    web: Web,
    _admin: AdminUser,
    id: PathId<GenerationId>,
) -> Result<Json<GenerationFile>, Problem> {
    Ok(Json(generations::file(&web.app, id.0).await?.into()))
}
