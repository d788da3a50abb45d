//! Signing all other browsers out.

use nproxy_app::accounts;
use salvo::http::StatusCode;

use crate::extract::{CurrentSession, Writable};
use crate::problem::Problem;

/// Signs all other browsers out
///
/// Codes: `not_signed_in`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/me/sessions", tag = "me",
    responses((status = 204, description = "Only this one is signed in"), Problem)
)]
pub async fn end_other_sessions(session: CurrentSession, web: Writable) -> Result<StatusCode, Problem> {
    accounts::end_other_sessions(&web.app, &session.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
