//! Marking a picture as one to find again.

use nproxy_domain::{AssetId, UserId};
use nproxy_store::assets;

use super::{AssetError, AssetView};
use crate::App;

/// With a star or without. A star that stays keeps its time.
pub async fn star(app: &App, user: UserId, id: AssetId, starred: bool) -> Result<AssetView, AssetError> {
    let now = app.env.now();
    let starred = app.store.write(|tx| async move {
        let mut row = assets::own_live(&tx, user, &[id]).await?.pop().ok_or(AssetError::NotFound)?;
        if row.starred_at.is_some() != starred {
            row.starred_at = starred.then_some(now);
            assets::star(&tx, user, id, row.starred_at).await?;
        }
        Ok::<_, AssetError>(row.into())
    });
    starred.await
}
