//! A picture by itself.

use nproxy_domain::{AssetId, UserId};
use nproxy_store::{assets, trash};

use crate::App;
use crate::assets::{AssetError, AssetView};

/// Hides it. The bytes stay: a generation that is on its way may still need them. The slot that it was made for stays and
/// has no picture.
pub async fn delete_asset(app: &App, user: UserId, id: AssetId) -> Result<(), AssetError> {
    let now = app.env.now();
    let deleted = app.store.write(|tx| async move { trash::delete_asset(&tx, user, id, now).await }).await?;
    if deleted { Ok(()) } else { Err(AssetError::NotFound) }
}

/// Only one that was deleted by itself: what went with a turn or a conversation comes back with it.
pub async fn restore_asset(app: &App, user: UserId, id: AssetId) -> Result<AssetView, AssetError> {
    let since = super::since(app);
    let restored = app.store.write(|tx| async move {
        if !trash::restore_asset(&tx, user, id, since).await? {
            return Err(AssetError::NotFound);
        }
        Ok(assets::own_live(&tx, user, &[id]).await?.pop().ok_or(AssetError::NotFound)?.into())
    });
    restored.await
}
