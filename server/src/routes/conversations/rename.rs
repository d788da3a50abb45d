//! Naming a conversation.

use nproxy_app::conversations::{self, RenameError};
use nproxy_domain::ConversationId;
use salvo::writing::Json;
use salvo::{Writer, handler};

use crate::dto::{ConversationReply, RenameConversation};
use crate::extract::{CurrentUser, PathId, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Names a conversation
///
/// Codes: `not_signed_in`, `not_found`, `title_empty`, `title_too_long`, `read_only`.
#[utoipa::path(
    patch, path = "/api/v1/conversations/{id}", tag = "conversations", params(("id" = Uuid, Path)),
    request_body = RenameConversation, responses((status = 200, body = ConversationReply), Problem)
)]
#[handler]
pub async fn rename_conversation(
    user: CurrentUser,
    web: Writable,
    id: PathId<ConversationId>,
    body: ValidJson<RenameConversation>,
) -> Result<Json<ConversationReply>, Problem> {
    let conversation = conversations::rename(&web.app, user.0.id, id.0, &body.0.title).await?;
    Ok(Json(ConversationReply { conversation: conversation.into() }))
}

impl From<RenameError> for Problem {
    fn from(error: RenameError) -> Self {
        match error {
            RenameError::Title(error) => Self::from(error),
            RenameError::NotFound => Self::plain(Code::NotFound),
            RenameError::Store(error) => Self::from(error),
        }
    }
}
