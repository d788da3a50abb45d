//! A turn with its pictures.

use nproxy_domain::{TurnId, UserId};
use nproxy_store::{StoreError, trash};

use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum TurnError {
    /// Unknown, deleted, or somebody else's: all the same to who asks.
    #[error("there is no such turn")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Hides it and its pictures.
pub async fn delete_turn(app: &App, user: UserId, id: TurnId) -> Result<(), TurnError> {
    let now = app.env.now();
    let deleted = app.store.write(|tx| async move { trash::delete_turn(&tx, user, id, now).await }).await?;
    if deleted { Ok(()) } else { Err(TurnError::NotFound) }
}

/// As it was: a picture that had been deleted by itself stays deleted.
pub async fn restore_turn(app: &App, user: UserId, id: TurnId) -> Result<(), TurnError> {
    let since = super::since(app);
    let restored = app.store.write(|tx| async move { trash::restore_turn(&tx, user, id, since).await }).await?;
    if restored { Ok(()) } else { Err(TurnError::NotFound) }
}
