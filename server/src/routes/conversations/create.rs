//! Beginning a conversation.

use nproxy_app::conversations::{self, CreateError};
use salvo::Response;
use salvo::http::StatusCode;
use salvo::writing::Json;

use crate::dto::{ConversationReply, NewConversation};
use crate::extract::{CurrentUser, ValidJson, Writable};
use crate::problem::Problem;

/// Begins a conversation
///
/// Codes: `not_signed_in`, `title_empty`, `title_too_long`, `read_only`.
#[utoipa::path(
    post, path = "/api/v1/conversations", tag = "conversations", request_body = NewConversation,
    responses((status = 201, body = ConversationReply), Problem)
)]
pub async fn create_conversation(
    user: CurrentUser,
    web: Writable,
    body: ValidJson<NewConversation>,
    res: &mut Response,
) -> Result<Json<ConversationReply>, Problem> {
    let conversation = conversations::create(&web.app, user.0.id, body.0.title.as_deref()).await?;
    res.status_code(StatusCode::CREATED);
    Ok(Json(ConversationReply { conversation: conversation.into() }))
}

impl From<CreateError> for Problem {
    fn from(error: CreateError) -> Self {
        match error {
            CreateError::Title(error) => Self::from(error),
            CreateError::Store(error) => Self::from(error),
        }
    }
}
