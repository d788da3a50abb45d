//! Leaving.

use nproxy_app::accounts::{self, CloseError};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use super::not_proven;
use crate::cookie;
use crate::dto::{CloseAccount, ClosingReply};
use crate::extract::{Browser, CurrentUser, ValidJson, Writable};
use crate::problem::Problem;
use crate::routes::auth::busy;

/// Closes the account: it is erased in seven days, unless the link in the mail keeps it
///
/// Signs out everywhere. Codes: `not_signed_in`, `wrong_password`, `too_many_attempts`, `busy`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/me", tag = "me", request_body = CloseAccount,
    responses((status = 202, description = "It will be erased", body = ClosingReply), Problem)
)]
pub async fn close_account(
    user: CurrentUser,
    web: Writable,
    from: Browser,
    body: ValidJson<CloseAccount>,
    res: &mut Response,
) -> Result<(), Problem> {
    let (user, password, from) = (user.0.id, body.0.password.into(), from.0.address());
    let erased_at = accounts::close(&web.app, accounts::CloseAccount { user, password, from }).await?;
    cookie::clear(&web.settings, res);
    res.status_code(StatusCode::ACCEPTED);
    res.render(Json(ClosingReply { erased_at }));
    Ok(())
}

impl From<CloseError> for Problem {
    fn from(error: CloseError) -> Self {
        match error {
            CloseError::Proof(error) => not_proven(error, "/password"),
            CloseError::Busy(error) => busy(&error),
            CloseError::Store(error) => Self::from(error),
        }
    }
}
