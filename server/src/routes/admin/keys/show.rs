//! Everything about a key.

use nproxy_domain::KeyId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::KeyFile;
use crate::extract::{AdminUser, PathId};
use crate::problem::Problem;
use crate::web::Web;

/// One key: why it is where it is, how it did lately, what happened to it
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/admin/keys/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = KeyFile), Problem)
)]
pub async fn get_key(web: Web, _admin: AdminUser, id: PathId<KeyId>) -> Result<Json<KeyFile>, Problem> {
    Ok(Json(file(&web, id.0).await?))
}
