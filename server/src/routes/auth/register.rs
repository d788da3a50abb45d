//! Signing up.

use nproxy_app::accounts::{self, PasswordError, RegisterError, Registration};
use salvo::http::StatusCode;
use salvo::{Response, Writer, handler};

use super::{answer, busy, too_many_attempts};
use crate::dto::{NewUser, UserReply};
use crate::extract::{Browser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Makes an account and signs it in
///
/// Codes: `email_invalid`, `password_too_short`, `password_too_long`, `email_taken`, `signup_closed`,
/// `too_many_attempts`, `busy`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/register", tag = "auth", request_body = NewUser,
    responses((status = 201, description = "Signed in", body = UserReply), Problem)
)]
#[handler]
pub async fn register(
    web: Writable,
    from: Browser,
    body: ValidJson<NewUser>,
    res: &mut Response,
) -> Result<(), Problem> {
    let NewUser { email, password, language } = body.0;
    let wanted = Registration { email, password: password.into(), language: language.map(Into::into), from: from.0 };
    let signed_in = accounts::register(&web.app, wanted).await?;
    answer(&web, res, StatusCode::CREATED, signed_in);
    Ok(())
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Email(error) => Self::field(Code::EmailInvalid, "/email", &error),
            RegisterError::Password(error) => match error {
                PasswordError::TooShort => Self::field(Code::PasswordTooShort, "/password", &error),
                PasswordError::TooLong => Self::field(Code::PasswordTooLong, "/password", &error),
            },
            RegisterError::EmailTaken => Self::field(Code::EmailTaken, "/email", &error),
            RegisterError::SignUpClosed => Self::said(Code::SignupClosed, &error),
            RegisterError::TooManyAttempts(error) => too_many_attempts(error),
            RegisterError::Busy(error) => busy(&error),
            RegisterError::Store(error) => Self::from(error),
        }
    }
}
