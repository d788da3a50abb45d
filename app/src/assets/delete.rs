//! Removing a picture.

use nproxy_domain::{AssetId, UserId};
use nproxy_store::{StoreError, assets};

use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum DeleteError {
    /// Unknown, deleted, or somebody else's: all the same to who asks.
    #[error("there is no such picture")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Hides it. The bytes stay: a generation that is on its way may still need them.
pub async fn delete(app: &App, user: UserId, id: AssetId) -> Result<(), DeleteError> {
    let now = app.env.now();
    let deleted = app.store.write(|tx| async move { assets::delete(&tx, user, id, now).await }).await?;
    if deleted { Ok(()) } else { Err(DeleteError::NotFound) }
}
