//! A key is taken out of use.

use nproxy_app::keys::{self, KeyAct};
use nproxy_domain::KeyId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{DisableKey, KeyFile};
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Takes a key out of use
///
/// Nothing new is asked of it; what is in flight comes to its end (`in_flight` says how many). Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`.
#[utoipa::path(
    post, path = "/api/v1/admin/keys/{id}/disable", tag = "admin", request_body = DisableKey,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = KeyFile), Problem)
)]
pub async fn disable_key(
    web: Web,
    admin: AdminUser,
    id: PathId<KeyId>,
    body: ValidJson<DisableKey>,
) -> Result<Json<KeyFile>, Problem> {
    keys::set(&web.app, &admin.0, id.0, KeyAct::Disable, &body.0.reason).await?;
    Ok(Json(file(&web, id.0).await?))
}
