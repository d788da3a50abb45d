//! The link of whoever signed up.

use nproxy_app::accounts::{self, VerifyError};
use salvo::writing::Json;
use salvo::{Request, Response};

use super::keep;
use crate::cookie;
use crate::dto::{ConfirmedReply, LinkToken};
use crate::extract::{Browser, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Makes the account that a link is for
///
/// With `user` this is the browser that signed up, and it is signed in now; any other signs in with its password.
/// Codes: `link_unknown`, `link_used`, `link_expired`, `email_taken`, `invite_invalid`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/verify-email", tag = "auth", request_body = LinkToken,
    responses((status = 200, body = ConfirmedReply), Problem)
)]
pub async fn verify_email(
    web: Writable,
    from: Browser,
    body: ValidJson<LinkToken>,
    req: &mut Request,
    res: &mut Response,
) -> Result<Json<ConfirmedReply>, Problem> {
    let ticket = cookie::ticket(&web.settings, req);
    let verified = accounts::verify_email(&web.app, &body.0.token, ticket, &from.0).await?;
    if let Some(signed_in) = &verified.signed_in {
        keep(&web, res, signed_in);
        cookie::clear_ticket(&web.settings, res);
    }
    let user = verified.signed_in.map(|signed_in| signed_in.user.into());
    Ok(Json(ConfirmedReply { email: verified.email, user }))
}

impl From<VerifyError> for Problem {
    fn from(error: VerifyError) -> Self {
        match error {
            VerifyError::Link(error) => Self::from(error),
            VerifyError::EmailTaken => Self::said(Code::EmailTaken, &error),
            VerifyError::Invite(error) => Self::said(Code::InviteInvalid, &error),
            VerifyError::Store(error) => Self::from(error),
        }
    }
}
