//! Naming and pinning a conversation.

use nproxy_app::conversations::{self, Changes, UpdateError};
use nproxy_domain::ConversationId;
use salvo::writing::Json;

use crate::dto::{ConversationReply, UpdateConversation};
use crate::extract::{CurrentUser, PathId, ValidJson, Writable};
use crate::problem::{Code, Problem};

/// Names a conversation, pins it or takes the pin away
///
/// Codes: `not_signed_in`, `not_found`, `invalid_body` (also: nothing is named), `title_empty`, `title_too_long`,
/// `pins_full`, `read_only`.
#[utoipa::path(
    patch, path = "/api/v1/conversations/{id}", tag = "conversations", params(("id" = Uuid, Path)),
    request_body = UpdateConversation, responses((status = 200, body = ConversationReply), Problem)
)]
pub async fn update_conversation(
    user: CurrentUser,
    web: Writable,
    id: PathId<ConversationId>,
    body: ValidJson<UpdateConversation>,
) -> Result<Json<ConversationReply>, Problem> {
    let UpdateConversation { title, pinned } = &body.0;
    let changes = Changes { title: title.as_deref(), pinned: *pinned };
    let conversation = conversations::update(&web.app, user.0.id, id.0, changes).await?;
    Ok(Json(ConversationReply { conversation: conversation.into() }))
}

impl From<UpdateError> for Problem {
    fn from(error: UpdateError) -> Self {
        match error {
            UpdateError::Nothing => Self::field(Code::InvalidBody, "", &error),
            UpdateError::Title(error) => Self::from(error),
            UpdateError::PinsFull => Self::said(Code::PinsFull, &error),
            UpdateError::NotFound => Self::plain(Code::NotFound),
            UpdateError::Store(error) => Self::from(error),
        }
    }
}
