//! Choosing another password.

use nproxy_app::accounts::{self, ChangePasswordError};
use salvo::http::StatusCode;

use super::not_proven;
use crate::dto::ChangePassword;
use crate::extract::{Browser, CurrentSession, ValidJson, Writable};
use crate::problem::Problem;
use crate::routes::auth::{busy, password_refused};

/// Chooses another password
///
/// All other browsers are signed out. Codes: `not_signed_in`, `wrong_password`, `password_too_short`,
/// `password_too_long`, `password_common`, `too_many_attempts`, `busy`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/me/password", tag = "me", request_body = ChangePassword,
    responses((status = 204, description = "It is changed"), Problem)
)]
pub async fn change_password(
    session: CurrentSession,
    web: Writable,
    from: Browser,
    body: ValidJson<ChangePassword>,
) -> Result<StatusCode, Problem> {
    let ChangePassword { current_password, new_password } = body.0;
    let wanted = accounts::ChangePassword {
        session: session.0.id,
        user: session.0.user,
        current: current_password.into(),
        new: new_password.into(),
        from: from.0.address(),
    };
    accounts::change_password(&web.app, wanted).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<ChangePasswordError> for Problem {
    fn from(error: ChangePasswordError) -> Self {
        match error {
            ChangePasswordError::Password(error) => password_refused(error, "/new_password"),
            ChangePasswordError::Proof(error) => not_proven(error, "/current_password"),
            ChangePasswordError::Busy(error) => busy(&error),
            ChangePasswordError::Store(error) => Self::from(error),
        }
    }
}
