//! Giving a conversation another title.

use nproxy_domain::{ConversationId, UserId};
use nproxy_store::{StoreError, conversations};

use super::title::{Title, TitleError};
use super::view::ConversationView;
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum RenameError {
    #[error(transparent)]
    Title(#[from] TitleError),
    #[error("there is no such conversation")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Its place in the list stays: a new title is no activity.
pub async fn rename(app: &App, user: UserId, id: ConversationId, title: &str) -> Result<ConversationView, RenameError> {
    let title = &Title::new(title)?.into_string();
    let renamed = app.store.write(|tx| async move {
        conversations::rename(&tx, user, id, title.clone()).await?;
        let row = conversations::get_own(&tx, user, id).await?;
        Ok::<_, RenameError>(row.ok_or(RenameError::NotFound)?.into())
    });
    renamed.await
}
