//! Being let in.

use nproxy_app::accounts::{self, GiveError, Given};
use salvo::writing::Json;

use super::code_refused;
use crate::dto::{SecondFactor, UserReply};
use crate::extract::{AdminSession, ValidJson};
use crate::problem::{Code, Problem};
use crate::routes::auth::reply;
use crate::web::Web;

/// Gives the second factor, and lets this session in
///
/// A code works once; five tries per five minutes. Codes: `not_signed_in`, `admin_only`, `code_wrong`, `code_used`,
/// `second_factor_missing`, `too_many_attempts`, `invalid_body`.
#[utoipa::path(
    post, path = "/api/v1/auth/totp", tag = "auth", request_body = SecondFactor,
    responses((status = 200, body = UserReply), Problem)
)]
pub async fn give_second_factor(
    web: Web,
    admin: AdminSession,
    body: ValidJson<SecondFactor>,
) -> Result<Json<UserReply>, Problem> {
    let given = body.0.read()?;
    let pointer = if matches!(given, Given::Code(_)) { "/code" } else { "/recovery_code" };
    let proven = accounts::give_second_factor(&web.app, &admin.by, &admin.session, &given).await;
    let proven = proven.map_err(|error| refused(error, pointer))?;
    reply(&web, admin.session.user, proven).await
}

fn refused(error: GiveError, pointer: &str) -> Problem {
    match error {
        GiveError::AdminOnly => Problem::plain(Code::AdminOnly),
        GiveError::Code(error) => code_refused(error, pointer),
        GiveError::Store(error) => Problem::from(error),
    }
}
