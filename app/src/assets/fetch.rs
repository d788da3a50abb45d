//! Showing a picture to its owner.

use std::fmt;

use bytes::Bytes;
use nproxy_domain::assets::{AssetStoreError, StorageKey};
use nproxy_domain::{AssetId, UserId};
use nproxy_store::entities::assets::Model;
use nproxy_store::{StoreError, assets};

use super::sniff::{Format, sniff};
use crate::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Original,
    Thumb,
}

/// Bytes that never change under this id and variant.
#[derive(Clone)]
pub struct Fetched {
    pub bytes: Bytes,
    pub mime: &'static str,
    /// To save it under: `picture-2027-01-15-3fa2c1d0.png`. Plain ASCII.
    pub file_name: String,
}

impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fetched({}, {} bytes)", self.mime, self.bytes.len())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Unknown, deleted, or somebody else's: all the same to who asks.
    #[error("there is no such picture")]
    NotFound,
    #[error(transparent)]
    Storage(AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn fetch(app: &App, user: UserId, id: AssetId, variant: Variant) -> Result<Fetched, FetchError> {
    let row = assets::own_live(app.store.read(), user, &[id]).await?.pop().ok_or(FetchError::NotFound)?;
    fetched(app, row, variant).await
}

/// The bytes of a row; whose it is was looked at.
pub(crate) async fn fetched(app: &App, row: Model, variant: Variant) -> Result<Fetched, FetchError> {
    let id = row.id;
    let key = StorageKey::from_row(row.storage_key);
    let key = match variant {
        Variant::Original => key,
        Variant::Thumb => key.thumb(),
    };
    let bytes = app.assets.get(&key).await.map_err(FetchError::Storage)?;
    // By the bytes: the row names the original's type only.
    let format = sniff(&bytes).unwrap_or(Format::Png);
    let id = id.to_string();
    let tail = &id[id.len() - 8..];
    let file_name = format!("picture-{}-{tail}.{}", row.created_at.format("%Y-%m-%d"), format.extension());
    Ok(Fetched { bytes, mime: format.mime(), file_name })
}
