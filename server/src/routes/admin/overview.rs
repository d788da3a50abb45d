//! How the business stands.

use nproxy_app::overview;
use salvo::writing::Json;

use crate::dto::admin::Overview;
use crate::extract::AdminUser;
use crate::problem::Problem;
use crate::web::Web;

/// What needs a person now, and the last thirty days
///
/// Codes: `not_signed_in`, `admin_only`.
#[utoipa::path(
    get, path = "/api/v1/admin/overview", tag = "admin",
    responses((status = 200, body = Overview), Problem)
)]
pub async fn get_overview(web: Web, _admin: AdminUser) -> Result<Json<Overview>, Problem> {
    let pool = web.health.pool().await;
    Ok(Json(overview::overview(&web.app, pool.as_deref().ok()).await?.into()))
}
