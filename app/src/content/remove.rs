//! An admin takes a picture away for good.

use nproxy_domain::{AssetId, GenerationId, UserId};
use nproxy_store::{StoreError, Topic, assets, generations, removals};
use serde_json::json;

use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};
use crate::trash::Purge;

#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    #[error("there is no such generation")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("there is no picture any more, or there never was one")]
    NoPicture,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The bytes go by the next purge, which is asked for with it; the row stays, its customer reads that it is no longer
/// stored, and the same bytes are not taken again. Every picture with the same bytes goes along.
pub async fn remove_picture(app: &App, by: &By, id: GenerationId, reason: &str) -> Result<(), RemoveError> {
    let reason = &audit::reason(reason).ok_or(RemoveError::ReasonMissing)?;
    let now = app.env.now();
    let removed = app.store.write(|tx| async move {
        let row = generations::lock(&tx, id).await?.ok_or(RemoveError::NotFound)?;
        let asset = AssetId(row.asset_id.ok_or(RemoveError::NoPicture)?);
        let picture = assets::by_ids(&tx, &[asset]).await?.pop();
        let picture = picture.filter(|row| row.purged_at.is_none() && row.removed_at.is_none());
        let picture = picture.ok_or(RemoveError::NoPicture)?;
        removals::block(&tx, picture.hash.clone(), asset, by.actor, reason, now).await?;
        let pictures = removals::remove(&tx, &picture.hash, now).await?;
        tx.enqueue(Purge {}).await?;
        let change = Change::of("generations.remove_picture", format!("generation:{id}"))
            .before(json!({ "asset": asset, "deleted_at": picture.deleted_at }))
            .after(json!({ "asset": asset, "removed_at": now, "pictures": pictures }));
        by.did(&tx, &app.env, change.because(Some(reason.clone()))).await?;
        tx.notify(Topic::User(UserId(row.user_id)));
        Ok(())
    });
    removed.await
}
