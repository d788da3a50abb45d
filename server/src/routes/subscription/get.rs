//! What is paid.

use nproxy_app::cycles;
use salvo::writing::Json;

use crate::dto::Subscription;
use crate::extract::CurrentUser;
use crate::problem::Problem;
use crate::web::Web;

/// Where the subscription stands
///
/// Codes: `not_signed_in`.
#[utoipa::path(
    get, path = "/api/v1/subscription", tag = "subscription",
    responses((status = 200, body = Subscription), Problem)
)]
pub async fn get_subscription(web: Web, user: CurrentUser) -> Result<Json<Subscription>, Problem> {
    let subscription = cycles::subscription(&web.app, user.0.id).await?;
    Ok(Json(subscription.into()))
}
