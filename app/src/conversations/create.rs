//! Beginning a conversation.

use nproxy_domain::{ConversationId, UserId};
use nproxy_store::StoreError;
use nproxy_store::conversations::{self, NewConversation};

use super::title::{Title, TitleError};
use super::view::ConversationView;
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    #[error(transparent)]
    Title(#[from] TitleError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Without a title it stays unnamed until its first prompt names it.
pub async fn create(app: &App, user: UserId, title: Option<&str>) -> Result<ConversationView, CreateError> {
    let title = title.map(Title::new).transpose()?.map(Title::into_string).unwrap_or_default();
    let id = ConversationId::new(&app.env);
    let new = &NewConversation { id, user, title, created_at: app.env.now() };
    let row = app.store.write(|tx| async move { conversations::insert(&tx, new.clone()).await }).await?;
    Ok(row.into())
}
