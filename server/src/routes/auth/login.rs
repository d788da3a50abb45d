//! Signing in.

use nproxy_app::accounts::{self, SignIn, SignInError};
use salvo::Response;
use salvo::http::StatusCode;

use super::{answer, busy, too_many_attempts};
use crate::dto::{Credentials, UserReply};
use crate::extract::{Browser, ValidJson};
use crate::problem::{Code, Problem};
use crate::web::Web;

/// Signs in
///
/// Codes: `wrong_credentials`, `account_suspended`, `account_closing`, `too_many_attempts`, `busy`.
#[utoipa::path(
    post, path = "/api/v1/auth/login", tag = "auth", request_body = Credentials,
    responses((status = 200, description = "Signed in", body = UserReply), Problem)
)]
pub async fn login(web: Web, from: Browser, body: ValidJson<Credentials>, res: &mut Response) -> Result<(), Problem> {
    let Credentials { email, password } = body.0;
    let signed_in = accounts::sign_in(&web.app, SignIn { email, password: password.into(), from: from.0 }).await?;
    answer(&web, res, StatusCode::OK, signed_in).await
}

impl From<SignInError> for Problem {
    fn from(error: SignInError) -> Self {
        match error {
            SignInError::WrongCredentials => Self::said(Code::WrongCredentials, &error),
            SignInError::AccountSuspended => Self::said(Code::AccountSuspended, &error),
            SignInError::AccountClosing => Self::said(Code::AccountClosing, &error),
            SignInError::TooManyAttempts(error) => too_many_attempts(error),
            SignInError::Busy(error) => busy(&error),
            SignInError::Store(error) => Self::from(error),
        }
    }
}
