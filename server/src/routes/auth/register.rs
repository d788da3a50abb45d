//! Signing up.

use nproxy_app::accounts::{self, RegisterError, Registered, Registration};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use super::{answer, busy, password_refused, too_many_attempts};
use crate::cookie;
use crate::dto::{InboxReply, NewUser, UserReply};
use crate::extract::{Browser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Signs up
///
/// 202 and a mail, whose link makes the account; the answer is the same for an address that has one. Where addresses
/// need no proof, 201: there is an account, and it is signed in. Codes: `email_invalid`, `password_too_short`,
/// `password_too_long`, `password_common`, `signup_closed`, `invite_invalid`, `terms_not_accepted`,
/// `too_many_attempts`, `busy`, `read_only`, and with 201 `email_taken`.
#[utoipa::path(
    post, path = "/api/v1/auth/register", tag = "auth", request_body = NewUser,
    responses(
        (status = 201, description = "Signed in", body = UserReply),
        (status = 202, description = "A mail was sent", body = InboxReply),
        Problem
    )
)]
pub async fn register(
    web: Writable,
    from: Browser,
    body: ValidJson<NewUser>,
    res: &mut Response,
) -> Result<(), Problem> {
    let NewUser { email, password, language, terms_version, invite } = body.0;
    let (password, language) = (password.into(), language.map(Into::into));
    let wanted = Registration { email, password, language, terms_version, invite, from: from.0 };
    match accounts::register(&web.app, wanted).await? {
        Registered::SignedIn(signed_in) => answer(&web, res, StatusCode::CREATED, *signed_in).await?,
        Registered::Waiting { ticket, inbox } => {
            cookie::set_ticket(&web.settings, res, ticket.expose().to_owned());
            res.status_code(StatusCode::ACCEPTED);
            res.render(Json(InboxReply::from(inbox)));
        }
    }
    Ok(())
}

impl From<RegisterError> for Problem {
    fn from(error: RegisterError) -> Self {
        match error {
            RegisterError::Email(error) => Self::field(Code::EmailInvalid, "/email", &error),
            RegisterError::Password(error) => password_refused(error, "/password"),
            RegisterError::EmailTaken => Self::field(Code::EmailTaken, "/email", &error),
            RegisterError::SignUpClosed => Self::said(Code::SignupClosed, &error),
            RegisterError::Invite(error) => Self::field(Code::InviteInvalid, "/invite", &error),
            RegisterError::TermsNotAccepted => Self::field(Code::TermsNotAccepted, "/terms_version", &error),
            RegisterError::TooManyAttempts(error) => too_many_attempts(error),
            RegisterError::Busy(error) => busy(&error),
            RegisterError::Store(error) => Self::from(error),
        }
    }
}
