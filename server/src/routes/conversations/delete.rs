//! Removing a conversation.

use nproxy_app::trash;
use nproxy_domain::ConversationId;
use salvo::http::StatusCode;

use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::Problem;

/// Removes a conversation
///
/// With its pictures; it can be brought back for a while. What runs in it runs on and is counted. Codes: `not_signed_in`, `not_found`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/conversations/{id}", tag = "conversations", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is gone"), Problem)
)]
pub async fn delete_conversation(
    user: CurrentUser,
    web: Writable,
    id: PathId<ConversationId>,
) -> Result<StatusCode, Problem> {
    trash::delete_conversation(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
