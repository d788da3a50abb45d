//! Looking at a conversation.

use nproxy_domain::{ConversationId, UserId};
use nproxy_store::conversations;

use super::ConversationError;
use super::view::ConversationView;
use crate::App;

pub async fn get(app: &App, user: UserId, id: ConversationId) -> Result<ConversationView, ConversationError> {
    let row = conversations::get_own(app.store.read(), user, id).await?;
    Ok(row.ok_or(ConversationError::NotFound)?.into())
}
