//! The old address of an account says no.

use nproxy_app::accounts;
use salvo::writing::Json;

use crate::dto::{ConfirmedReply, LinkToken};
use crate::extract::{ValidJson, Writable};
use crate::problem::Problem;

/// Gives the account the address back that the link was sent to
///
/// Ends every session, and the password opens nothing any more: a mail with a link to choose another is on its way.
/// Codes: `link_unknown`, `link_used`, `link_expired`, `email_taken`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/auth/email/undo", tag = "auth", request_body = LinkToken,
    responses((status = 200, body = ConfirmedReply), Problem)
)]
pub async fn undo_email(web: Writable, body: ValidJson<LinkToken>) -> Result<Json<ConfirmedReply>, Problem> {
    let user = accounts::undo_email(&web.app, &body.0.token).await?;
    Ok(Json(ConfirmedReply { email: user.email, user: None }))
}
