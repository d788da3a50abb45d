//! Taking a customer's picture.

use bytes::Bytes;
use nproxy_domain::assets::{AssetStoreError, StorageKey};
use nproxy_domain::{AssetId, UserId};
use nproxy_store::assets::{self, NewAsset};
use nproxy_store::entities::text::AssetKind;
use nproxy_store::{StoreError, removals};
use sha2::{Digest as _, Sha256};

use super::desk::DeskError;
use super::picture::PictureError;
use super::room;
use super::view::AssetView;
use crate::App;

#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// An admin took a picture with these bytes away.
    #[error("this picture is not taken")]
    Blocked,
    #[error("too many pictures are being worked on")]
    Busy,
    #[error("too many pictures were uploaded within an hour")]
    TooMany { wait_s: u32 },
    #[error(
        "your uploads take as much room as they may, and what is deleted takes its own until it can't be brought back"
    )]
    NoRoom,
    #[error(transparent)]
    Storage(#[from] AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<DeskError> for UploadError {
    fn from(error: DeskError) -> Self {
        match error {
            DeskError::Picture(error) => Self::Picture(error),
            DeskError::Busy => Self::Busy,
        }
    }
}

/// Writes the picture anew, stores it with its thumbnail, then the row: a row always has its object, and an object
/// without a row is only some lost space.
pub async fn upload(app: &App, user: UserId, bytes: Bytes) -> Result<AssetView, UploadError> {
    if app.is_full() {
        return Err(AssetStoreError::Full("no uploads are taken".to_owned()).into());
    }
    room::check(app, user).await?;
    // As it came, for what was downloaded from here; as it is kept, for what was uploaded before.
    let sent: [u8; 32] = Sha256::digest(&bytes).into();
    if removals::is_blocked(app.store.read(), &[sent]).await? {
        return Err(UploadError::Blocked);
    }
    let picture = app.pictures().normalise(bytes).await?;
    let id = AssetId::new(&app.env);
    let key = StorageKey::input(id);
    let new = &NewAsset {
        id,
        owner: user,
        kind: AssetKind::Input,
        key: key.clone(),
        mime: picture.format.mime().to_owned(),
        width: picture.width,
        height: picture.height,
        bytes: picture.bytes.len() as u64,
        hash: Sha256::digest(&picture.bytes).into(),
        created_at: app.env.now(),
    };
    app.assets.put(&key.thumb(), picture.thumb.bytes).await?;
    app.assets.put(&key, picture.bytes).await?;
    let row = app.store.write(|tx| async move {
        if removals::is_blocked(&tx, &[sent, new.hash]).await? {
            return Err(UploadError::Blocked);
        }
        Ok(assets::insert(&tx, new.clone()).await?)
    });
    Ok(row.await?.into())
}
