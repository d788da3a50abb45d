//! Looking at a conversation.

use nproxy_app::conversations;
use nproxy_domain::ConversationId;
use salvo::writing::Json;

use crate::dto::ConversationReply;
use crate::extract::{CurrentUser, PathId};
use crate::problem::Problem;
use crate::web::Web;

/// One conversation
///
/// Codes: `not_signed_in`, `not_found`.
#[utoipa::path(
    get, path = "/api/v1/conversations/{id}", tag = "conversations", params(("id" = Uuid, Path)),
    responses((status = 200, body = ConversationReply), Problem)
)]
pub async fn get_conversation(
    web: Web,
    user: CurrentUser,
    id: PathId<ConversationId>,
) -> Result<Json<ConversationReply>, Problem> {
    let conversation = conversations::get(&web.app, user.0.id, id.0).await?;
    Ok(Json(ConversationReply { conversation: conversation.into() }))
}
