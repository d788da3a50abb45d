//! How generations stand.

use nproxy_domain::{GenerationId, UserId};
use nproxy_store::{StoreError, generations};

use super::{GenerationView, views};
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum GetError {
    #[error("there is no such generation")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Those of `ids` that are the customer's own; unknown and foreign ones are absent.
pub async fn list_by_ids(app: &App, user: UserId, ids: &[GenerationId]) -> Result<Vec<GenerationView>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    views(app, generations::own(app.store.read(), user, ids).await?).await
}

pub async fn get(app: &App, user: UserId, id: GenerationId) -> Result<GenerationView, GetError> {
    list_by_ids(app, user, &[id]).await?.pop().ok_or(GetError::NotFound)
}
