//! All of a customer on one page.

use nproxy_domain::UserId;
use salvo::writing::Json;

use super::file;
use crate::dto::admin::UserFile;
use crate::extract::{AdminUser, PathId};
use crate::problem::Problem;
use crate::web::Web;

/// All of a customer
///
/// Payments, generations and audit lines are lists of their own, filtered by the user. Codes: `not_signed_in`,
/// `admin_only`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/admin/users/{id}", tag = "admin", params(("id" = Uuid, Path)),
    responses((status = 200, body = UserFile), Problem)
)]
pub async fn get_user(web: Web, _admin: AdminUser, id: PathId<UserId>) -> Result<Json<UserFile>, Problem> {
    file(&web, id.0).await
}
