//! The new address of an account says yes.

use nproxy_app::accounts::{self, EmailLinkError};
use salvo::writing::Json;

use crate::dto::{ConfirmedReply, LinkToken};
use crate::extract::{CurrentSession, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Makes the address that the link was sent to the account's
///
/// Nobody is signed out; `user` is there where this browser is signed in to the account. Codes: `link_unknown`,
/// `link_used`, `link_expired`, `email_taken`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/email/confirm", tag = "auth", request_body = LinkToken,
    responses((status = 200, body = ConfirmedReply), Problem)
)]
pub async fn confirm_email(
    web: Writable,
    here: Option<CurrentSession>,
    body: ValidJson<LinkToken>,
) -> Result<Json<ConfirmedReply>, Problem> {
    let user = accounts::confirm_email(&web.app, &body.0.token).await?;
    let is_here = here.is_some_and(|session| session.0.user.id == user.id);
    Ok(Json(ConfirmedReply { email: user.email.clone(), user: is_here.then(|| user.into()) }))
}

impl From<EmailLinkError> for Problem {
    fn from(error: EmailLinkError) -> Self {
        match error {
            EmailLinkError::Link(error) => Self::from(error),
            EmailLinkError::EmailTaken => Self::said(Code::EmailTaken, &error),
            EmailLinkError::Store(error) => Self::from(error),
        }
    }
}
