//! All browsers of somebody's are signed out.

use nproxy_app::people;
use nproxy_domain::UserId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{Reason, UserFile};
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Signs somebody out everywhere
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `act_refused`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/sign-out", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn sign_user_out(
    web: Web,
    admin: AdminUser,
    id: PathId<UserId>,
    body: ValidJson<Reason>,
) -> Result<Json<UserFile>, Problem> {
    people::sign_person_out(&web.app, &admin.0, id.0, &body.0.reason).await?;
    file(&web, id.0).await
}
