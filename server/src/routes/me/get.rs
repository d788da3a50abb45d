//! Who is signed in.

use salvo::writing::Json;
use salvo::{Writer, handler};

use crate::dto::UserReply;
use crate::extract::CurrentUser;
use crate::problem::Problem;

/// Who is signed in
///
/// Codes: `not_signed_in`.
#[utoipa::path(get, path = "/api/v1/me", tag = "me", responses((status = 200, body = UserReply), Problem))]
#[handler]
pub async fn get_me(user: CurrentUser) -> Json<UserReply> {
    let reply = UserReply { user: user.0.into() };
    Json(reply)
}
