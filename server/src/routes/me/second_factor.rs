//! Whether there is a second factor.

use nproxy_app::accounts;
use salvo::writing::Json;

use crate::dto::SecondFactorReply;
use crate::extract::CurrentUser;
use crate::problem::Problem;
use crate::web::Web;

/// Whether the account has a second factor, which only admins can have
///
/// Codes: `not_signed_in`.
#[utoipa::path(
    get, path = "/api/v1/me/second-factor", tag = "me",
    responses((status = 200, body = SecondFactorReply), Problem)
)]
pub async fn get_second_factor(web: Web, user: CurrentUser) -> Result<Json<SecondFactorReply>, Problem> {
    Ok(Json(accounts::second_factor(&web.app, user.0.id).await?.into()))
}
