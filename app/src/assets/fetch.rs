//! Showing a picture to its owner.

use std::fmt;

use nproxy_domain::assets::{AssetStoreError, Presented, Reading, Span, StorageKey};
use nproxy_domain::{AssetId, UserId};
use nproxy_store::entities::assets::Model;
use nproxy_store::{StoreError, assets};
use url::Url;

use super::memory::whole;
use super::sniff::{Format, sniff};
use crate::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    Original,
    Thumb,
}

/// What somebody wants to see of a picture.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub variant: Variant,
    pub span: Span,
    /// To be saved, and not to be shown.
    pub save: bool,
}

impl Wanted {
    /// All of it, to be shown.
    pub fn all(variant: Variant) -> Self {
        Self { variant, span: Span::Whole, save: false }
    }
}

#[derive(Debug)]
pub enum Given {
    Picture(Fetched),
    /// The store gives it out itself, at this address, to whoever has it, for a short while.
    Link(Url),
}

/// Bytes that never change under this id and variant.
pub struct Fetched {
    pub reading: Reading,
    pub mime: &'static str,
    /// With the name to save it under: `inline; filename="picture-2027-01-15-3fa2c1d0.png"`. Plain ASCII.
    pub disposition: String,
    /// See [`etag`].
    pub etag: String,
}

impl fmt::Debug for Fetched {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fetched({}, {:?})", self.mime, self.reading)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// Unknown, deleted, or somebody else's: all the same to who asks.
    #[error("there is no such picture")]
    NotFound,
    /// It ends before the wanted span begins.
    #[error("the picture has {total_bytes} bytes")]
    Outside { total_bytes: u64 },
    #[error(transparent)]
    Storage(AssetStoreError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A small version never comes by a link: the way around would cost more than it.
pub async fn fetch(app: &App, user: UserId, id: AssetId, wanted: Wanted) -> Result<Given, FetchError> {
    let row = assets::own_live(app.store.read(), user, &[id]).await?.pop().ok_or(FetchError::NotFound)?;
    if wanted.variant == Variant::Original
        && let Some(link) = link(app, &row, wanted.save).await?
    {
        return Ok(Given::Link(link));
    }
    fetched(app, &row, wanted).await.map(Given::Picture)
}

async fn link(app: &App, row: &Model, save: bool) -> Result<Option<Url>, FetchError> {
    if app.assets.links_origin().is_none() {
        return Ok(None);
    }
    let format = Format::of_mime(&row.mime);
    let presented = Presented { mime: format.mime(), disposition: &disposition(row, format, save) };
    let key = StorageKey::from_row(row.storage_key.clone());
    app.assets.link(&key, presented, app.env.now()).await.map_err(FetchError::from)
}

/// The bytes of a row; whose it is was looked at.
pub(crate) async fn fetched(app: &App, row: &Model, wanted: Wanted) -> Result<Fetched, FetchError> {
    let key = StorageKey::from_row(row.storage_key.clone());
    let (reading, format) = match wanted.variant {
        Variant::Original => (app.assets.read(&key, wanted.span).await?, Format::of_mime(&row.mime)),
        Variant::Thumb => {
            // By the bytes: the row names the original's type only. It is small.
            let bytes = app.assets.get(&key.thumb()).await?;
            let format = sniff(&bytes).unwrap_or(Format::Png);
            (whole(&bytes, wanted.span)?, format)
        }
    };
    let disposition = disposition(row, format, wanted.save);
    Ok(Fetched { reading, mime: format.mime(), disposition, etag: etag(AssetId(row.id), wanted.variant) })
}

/// Names the bytes, which never change. With its quotation marks.
pub fn etag(id: AssetId, variant: Variant) -> String {
    let variant = match variant {
        Variant::Original => "original",
        Variant::Thumb => "thumb",
    };
    format!("\"{id}-{variant}\"")
}

fn disposition(row: &Model, format: Format, save: bool) -> String {
    let how = if save { "attachment" } else { "inline" };
    let id = row.id.to_string();
    let tail = &id[id.len() - 8..];
    format!("{how}; filename=\"picture-{}-{tail}.{}\"", row.created_at.format("%Y-%m-%d"), format.extension())
}

impl From<AssetStoreError> for FetchError {
    fn from(error: AssetStoreError) -> Self {
        match error {
            AssetStoreError::Outside { total_bytes } => Self::Outside { total_bytes },
            error => Self::Storage(error),
        }
    }
}
