//! Asking for another address.

use nproxy_app::accounts::{self, ChangeEmailError};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use super::not_proven;
use crate::dto::{ChangeEmail, InboxReply};
use crate::extract::{Browser, CurrentUser, ValidJson, Writable};
use crate::problem::{Code, Problem};
use crate::routes::auth::{busy, too_many_attempts};

/// Asks for another address, which becomes the account's once it is confirmed
///
/// The answer is the same whether or not the new address has an account. Codes: `not_signed_in`, `wrong_password`,
/// `email_invalid`, `email_unchanged`, `too_many_attempts`, `busy`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/me/email", tag = "me", request_body = ChangeEmail,
    responses((status = 202, description = "A mail is on its way to the new address", body = InboxReply), Problem)
)]
pub async fn change_email(
    user: CurrentUser,
    web: Writable,
    from: Browser,
    body: ValidJson<ChangeEmail>,
    res: &mut Response,
) -> Result<(), Problem> {
    let ChangeEmail { password, email } = body.0;
    let (user, password, from) = (user.0.id, password.into(), from.0.address());
    let inbox = accounts::change_email(&web.app, accounts::ChangeEmail { user, password, email, from }).await?;
    res.status_code(StatusCode::ACCEPTED);
    res.render(Json(InboxReply::from(inbox)));
    Ok(())
}

impl From<ChangeEmailError> for Problem {
    fn from(error: ChangeEmailError) -> Self {
        match error {
            ChangeEmailError::Email(error) => Self::field(Code::EmailInvalid, "/email", &error),
            ChangeEmailError::Unchanged => Self::field(Code::EmailUnchanged, "/email", &error),
            ChangeEmailError::Proof(error) => not_proven(error, "/password"),
            ChangeEmailError::TooManyAttempts(error) => too_many_attempts(error),
            ChangeEmailError::Busy(error) => busy(&error),
            ChangeEmailError::Store(error) => Self::from(error),
        }
    }
}
