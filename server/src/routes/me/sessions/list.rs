//! Where somebody is signed in.

use nproxy_app::accounts;
use salvo::writing::Json;

use crate::dto::{SessionInfo, SessionsReply};
use crate::extract::CurrentSession;
use crate::problem::Problem;
use crate::web::Web;

/// The browsers that are signed in
///
/// Codes: `not_signed_in`.
#[utoipa::path(
    get, path = "/api/v1/me/sessions", tag = "me", responses((status = 200, body = SessionsReply), Problem)
)]
pub async fn list_sessions(session: CurrentSession, web: Web) -> Result<Json<SessionsReply>, Problem> {
    let seen = accounts::list_sessions(&web.app, session.0.user.id).await?;
    let sessions = seen.into_iter().map(|seen| SessionInfo::of(seen, session.0.id)).collect();
    Ok(Json(SessionsReply { sessions }))
}
