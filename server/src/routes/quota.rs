//! What is left of the month.

use nproxy_app::cycles;
use salvo::writing::Json;

use crate::dto::Quota;
use crate::extract::CurrentUser;
use crate::problem::Problem;
use crate::web::Web;

/// What is left of the month, coarsely
///
/// Codes: `not_signed_in`.
#[utoipa::path(get, path = "/api/v1/quota", tag = "subscription", responses((status = 200, body = Quota), Problem))]
pub async fn get_quota(web: Web, user: CurrentUser) -> Result<Json<Quota>, Problem> {
    let quota = cycles::quota(&web.app, user.0.id).await?;
    Ok(Json(quota.into()))
}
