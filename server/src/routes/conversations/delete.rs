//! Removing a conversation.

use nproxy_app::conversations;
use nproxy_domain::ConversationId;
use salvo::http::StatusCode;
use salvo::{Writer, handler};

use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::Problem;

/// Removes a conversation
///
/// What runs in it runs on and is counted. Codes: `not_signed_in`, `not_found`, `read_only`.
#[utoipa::path(
    delete, path = "/api/v1/conversations/{id}", tag = "conversations", params(("id" = Uuid, Path)),
    responses((status = 204, description = "It is gone"), Problem)
)]
#[handler]
pub async fn delete_conversation(
    user: CurrentUser,
    web: Writable,
    id: PathId<ConversationId>,
) -> Result<StatusCode, Problem> {
    conversations::delete(&web.app, user.0.id, id.0).await?;
    Ok(StatusCode::NO_CONTENT)
}
