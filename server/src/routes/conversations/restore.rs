//! Bringing a conversation back.

use nproxy_app::trash;
use nproxy_domain::ConversationId;
use salvo::writing::Json;

use crate::dto::ConversationReply;
use crate::extract::{CurrentUser, PathId, Writable};
use crate::problem::Problem;

/// Brings a removed conversation back, with its pictures
///
/// Codes: `not_signed_in`, `not_found` (also: not removed, or too long ago), `read_only`.
#[utoipa::path(
    post, path = "/api/v1/conversations/{id}/restore", tag = "conversations", params(("id" = Uuid, Path)),
    responses((status = 200, body = ConversationReply), Problem)
)]
pub async fn restore_conversation(
    user: CurrentUser,
    web: Writable,
    id: PathId<ConversationId>,
) -> Result<Json<ConversationReply>, Problem> {
    let conversation = trash::restore_conversation(&web.app, user.0.id, id.0).await?;
    Ok(Json(ConversationReply { conversation: conversation.into() }))
}
