//! Removing a conversation.

use nproxy_domain::{ConversationId, UserId};
use nproxy_store::conversations;

use super::ConversationError;
use crate::App;

/// Hides it. What runs in it runs on and is counted: it was asked for.
pub async fn delete(app: &App, user: UserId, id: ConversationId) -> Result<(), ConversationError> {
    let now = app.env.now();
    let deleted = app.store.write(|tx| async move { conversations::delete(&tx, user, id, now).await }).await?;
    if deleted { Ok(()) } else { Err(ConversationError::NotFound) }
}
