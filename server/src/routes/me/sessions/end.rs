//! Signing one browser out.

use nproxy_app::accounts::{self, EndSessionError};
use nproxy_domain::SessionId;
use salvo::http::StatusCode;

use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::{Code, Problem};

/// Signs one browser out, be it this one
///
/// Codes: `not_signed_in`, `not_found`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions/{id}", tag = "me", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is signed out"), Problem)
)]
pub async fn end_session(user: CurrentUser, web: Writable, id: PathId<SessionId>) -> Result<StatusCode, Problem> {
    accounts::end_session(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<EndSessionError> for Problem {
    fn from(error: EndSessionError) -> Self {
        match error {
            EndSessionError::NotFound => Self::plain(Code::NotFound),
            EndSessionError::Store(error) => Self::from(error),
        }
    }
}
