//! How every part of the product is.

use salvo::writing::Json;

use crate::dto::admin::HealthReply;
use crate::extract::AdminUser;
use crate::problem::Problem;
use crate::web::Web;

/// How every part is, with the value it was judged by
///
/// Codes: `not_signed_in`, `admin_only`.
#[utoipa::path(
    get, path = "/api/v1/admin/health", tag = "admin",
    responses((status = 200, body = HealthReply), Problem)
)]
pub async fn get_health(web: Web, _admin: AdminUser) -> Json<HealthReply> {
    Json(HealthReply::from(&*web.health.look().await))
}
