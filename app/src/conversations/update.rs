//! Giving a conversation another title, or a place at the top.

use nproxy_domain::{ConversationId, UserId};
use nproxy_store::{StoreError, Tx, conversations, users};

use super::title::{Title, TitleError};
use super::view::ConversationView;
use crate::App;

/// Conversations at the top of a customer's list.
pub const PINS_MAX: u32 = 20;

/// Only what is named changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes<'a> {
    pub title: Option<&'a str>,
    pub pinned: Option<bool>,
}

#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    #[error("nothing is to be changed: name a title or say whether it is pinned")]
    Nothing,
    #[error(transparent)]
    Title(#[from] TitleError),
    #[error("at most {PINS_MAX} conversations are pinned")]
    PinsFull,
    #[error("there is no such conversation")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// All or nothing. Its place in the list stays but for the pin: a new title is no activity.
pub async fn update(
    app: &App,
    user: UserId,
    id: ConversationId,
    changes: Changes<'_>,
) -> Result<ConversationView, UpdateError> {
    if changes == Changes::default() {
        return Err(UpdateError::Nothing);
    }
    let title = &changes.title.map(Title::new).transpose()?.map(Title::into_string);
    let updated = app.store.write(|tx| async move {
        if let Some(title) = title {
            conversations::rename(&tx, user, id, title.clone()).await?;
        }
        if let Some(pinned) = changes.pinned {
            pin(&tx, app, user, id, pinned).await?;
        }
        let row = conversations::get_own(&tx, user, id).await?;
        Ok::<_, UpdateError>(row.ok_or(UpdateError::NotFound)?.into())
    });
    updated.await
}

/// One that is pinned already keeps its place.
async fn pin(tx: &Tx, app: &App, user: UserId, id: ConversationId, pinned: bool) -> Result<(), UpdateError> {
    // Two at a time could both find the last place free.
    users::lock(tx, user).await?;
    let row = conversations::get_own(tx, user, id).await?.ok_or(UpdateError::NotFound)?;
    if row.pinned_at.is_some() == pinned {
        return Ok(());
    }
    if pinned && conversations::pinned(tx, user, None, PINS_MAX.into()).await?.len() >= PINS_MAX as usize {
        return Err(UpdateError::PinsFull);
    }
    conversations::pin(tx, user, id, pinned.then(|| app.env.now())).await?;
    Ok(())
}
