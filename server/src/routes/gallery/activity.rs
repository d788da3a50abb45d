//! What is on its way.

use nproxy_app::activity;
use salvo::writing::Json;

use crate::dto::Activity;
use crate::extract::CurrentUser;
use crate::problem::Problem;
use crate::web::Web;

/// What runs now and what failed lately
///
/// At most 20 that run, oldest first, and 5 that failed within 7 days and were not retried, newest first. Codes:
/// `not_signed_in`.
#[utoipa::path(
    get, path = "/api/v1/activity", tag = "gallery", responses((status = 200, body = Activity), Problem)
)]
pub async fn get_activity(web: Web, user: CurrentUser) -> Result<Json<Activity>, Problem> {
    Ok(Json(activity::look(&web.app, user.0.id).await?.into()))
}
