//! A customer's account is closed.

use nproxy_app::people;
use nproxy_domain::UserId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{Reason, UserFile};
use crate::extract::{FreshAdmin, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Closes a customer's account
///
/// As if the customer had closed it: seven days to undo by mail. Codes: `not_signed_in`, `admin_only`, `not_found`,
/// `reason_missing`, `act_refused`, `fresh_sign_in_needed`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/close", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn close_user(
    web: Web,
    admin: FreshAdmin,
    id: PathId<UserId>,
    body: ValidJson<Reason>,
) -> Result<Json<UserFile>, Problem> {
    people::close_person(&web.app, &admin.by, id.0, &body.0.reason).await?;
    file(&web, id.0).await
}
