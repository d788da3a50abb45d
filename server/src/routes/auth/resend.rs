//! Another mail for a sign-up that waits.

use nproxy_app::accounts::{self, AgainError};
use salvo::http::StatusCode;
use salvo::writing::Json;
use salvo::{Request, Response};

use super::{ticket, too_many_attempts};
use crate::cookie;
use crate::dto::InboxReply;
use crate::extract::Writable;
use crate::problem::{Code, Problem};

/// Sends the mail of this browser's sign-up again
///
/// Links that were sent before stay good. Codes: `not_found`, `too_many_attempts`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/verify-email/resend", tag = "auth",
    responses((status = 202, description = "A mail was sent", body = InboxReply), Problem)
)]
pub async fn resend_verification(web: Writable, req: &mut Request, res: &mut Response) -> Result<(), Problem> {
    let ticket = ticket(&web, req)?;
    let inbox = accounts::resend_verification(&web.app, &ticket).await?;
    // It waits anew, and so does the browser.
    cookie::set_ticket(&web.settings, res, ticket);
    res.status_code(StatusCode::ACCEPTED);
    res.render(Json(InboxReply::from(inbox)));
    Ok(())
}

impl From<AgainError> for Problem {
    fn from(error: AgainError) -> Self {
        match error {
            AgainError::NotFound => Self::plain(Code::NotFound),
            AgainError::Email(error) => Self::field(Code::EmailInvalid, "/email", &error),
            AgainError::TooManyAttempts(error) => too_many_attempts(error),
            AgainError::Store(error) => Self::from(error),
        }
    }
}
