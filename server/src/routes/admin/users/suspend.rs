//! A customer is kept out for a while, and let in again.

use nproxy_app::people;
use nproxy_domain::UserId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::{Reason, UserFile};
use crate::extract::{AdminUser, PathId, ValidJson};
use crate::problem::Problem;
use crate::web::Web;

/// Keeps a customer out
///
/// Signs out everywhere, takes no submits and makes no invoices; what runs comes to its end and money that comes
/// goes to review; the month runs on. Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`,
/// `act_refused`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/suspend", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn suspend_user(
    web: Web,
    admin: AdminUser,
    id: PathId<UserId>,
    body: ValidJson<Reason>,
) -> Result<Json<UserFile>, Problem> {
    people::suspend(&web.app, &admin.0, id.0, &body.0.reason).await?;
    file(&web, id.0).await
}

/// Lets a customer in again
///
/// Codes: `not_signed_in`, `admin_only`, `not_found`, `reason_missing`, `act_refused`.
#[utoipa::path(
    post, path = "/api/v1/admin/users/{id}/unsuspend", tag = "admin", request_body = Reason,
    params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn unsuspend_user(
    web: Web,
    admin: AdminUser,
    id: PathId<UserId>,
    body: ValidJson<Reason>,
) -> Result<Json<UserFile>, Problem> {
    people::unsuspend(&web.app, &admin.0, id.0, &body.0.reason).await?;
    file(&web, id.0).await
}
