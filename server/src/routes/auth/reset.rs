//! Another password in the place of a forgotten one.

use nproxy_app::accounts::{self, Reset, ResetError};
use salvo::writing::Json;

use super::{busy, password_refused};
use crate::dto::{ConfirmedReply, ResetPassword};
use crate::extract::{ValidJson, Writable};
use crate::problem::Problem;

/// Gives the account of a link another password
///
/// Ends every session and signs nobody in. Codes: `link_unknown`, `link_used`, `link_expired`, `password_too_short`,
/// `password_too_long`, `password_common`, `busy`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/password/reset", tag = "auth", request_body = ResetPassword,
    responses((status = 200, body = ConfirmedReply), Problem)
)]
pub async fn reset_password(web: Writable, body: ValidJson<ResetPassword>) -> Result<Json<ConfirmedReply>, Problem> {
    let ResetPassword { token, password } = body.0;
    let email = accounts::reset_password(&web.app, Reset { token, password: password.into() }).await?;
    Ok(Json(ConfirmedReply { email, user: None }))
}

impl From<ResetError> for Problem {
    fn from(error: ResetError) -> Self {
        match error {
            ResetError::Link(error) => Self::from(error),
            ResetError::Password(error) => password_refused(error, "/password"),
            ResetError::Busy(error) => busy(&error),
            ResetError::Store(error) => Self::from(error),
        }
    }
}
