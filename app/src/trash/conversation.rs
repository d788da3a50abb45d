//! A conversation with its pictures.

use nproxy_domain::{ConversationId, UserId};
use nproxy_store::{conversations, trash};

use crate::App;
use crate::conversations::{ConversationError, ConversationView};

/// Hides it, its turns and their pictures.
pub async fn delete_conversation(app: &App, user: UserId, id: ConversationId) -> Result<(), ConversationError> {
    let now = app.env.now();
    let deleted = app.store.write(|tx| async move { trash::delete_conversation(&tx, user, id, now).await }).await?;
    if deleted { Ok(()) } else { Err(ConversationError::NotFound) }
}

/// As it was: what had been deleted in it before stays deleted.
pub async fn restore_conversation(
    app: &App,
    user: UserId,
    id: ConversationId,
) -> Result<ConversationView, ConversationError> {
    let since = super::since(app);
    let restored = app.store.write(|tx| async move {
        if !trash::restore_conversation(&tx, user, id, since).await? {
            return Err(ConversationError::NotFound);
        }
        Ok(conversations::get_own(&tx, user, id).await?.ok_or(ConversationError::NotFound)?.into())
    });
    restored.await
}
