//! Who is signed in.

use salvo::writing::Json;

use crate::dto::UserReply;
use crate::extract::CurrentSession;
use crate::problem::Problem;
use crate::routes::auth::reply;
use crate::web::Web;

/// Who is signed in
///
/// Codes: `not_signed_in`.
#[utoipa::path(get, path = "/api/v1/me", tag = "me", responses((status = 200, body = UserReply), Problem))]
pub async fn get_me(web: Web, session: CurrentSession) -> Result<Json<UserReply>, Problem> {
    reply(&web, session.0.user, session.0.proven).await
}
