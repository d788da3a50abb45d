//! A key goes back to work.

use nproxy_app::keys::{self, KeyAct};
use nproxy_domain::KeyId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{KeyFile, Reason};
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Puts a key back into use, whatever state it is in
///
/// With a clean record, for every model. Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/{id}/activate", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = KeyFile), Problem)
)]
pub async fn activate_key(
    web: Web,
    admin: AdminUser,
    id: PathId<KeyId>,
    body: ValidJson<Reason>,
) -> Result<Json<KeyFile>, Problem> {
    keys::set(&web.app, &admin.0, id.0, KeyAct::Activate, &body.0.reason).await?;
    Ok(Json(file(&web, id.0).await?))
}
