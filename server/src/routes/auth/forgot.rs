//! A password that somebody forgot.

use nproxy_app::accounts::{self, ForgotError, Forgotten};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use super::too_many_attempts;
use crate::dto::{ForgotPassword, InboxReply};
use crate::extract::{Browser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Sends a link that lets another password be chosen
///
/// The answer is the same for an address without an account. Codes: `email_invalid`, `too_many_attempts`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/password/forgot", tag = "auth", request_body = ForgotPassword,
    responses((status = 202, description = "A mail was sent", body = InboxReply), Problem)
)]
pub async fn forgot_password(
    web: Writable,
    from: Browser,
    body: ValidJson<ForgotPassword>,
    res: &mut Response,
) -> Result<(), Problem> {
    let ForgotPassword { email, language } = body.0;
    let forgotten = Forgotten { email, language: language.map(Into::into), from: from.0 };
    let inbox = accounts::forgot_password(&web.app, forgotten).await?;
    res.status_code(StatusCode::ACCEPTED);
    res.render(Json(InboxReply::from(inbox)));
    Ok(())
}

impl From<ForgotError> for Problem {
    fn from(error: ForgotError) -> Self {
        match error {
            ForgotError::Email(error) => Self::field(Code::EmailInvalid, "/email", &error),
            ForgotError::TooManyAttempts(error) => too_many_attempts(error),
            ForgotError::Store(error) => Self::from(error),
        }
    }
}
