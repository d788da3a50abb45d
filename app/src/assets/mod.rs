//! Pictures: what comes in, how it is kept, who may see it.
//!
//! [`normalise`](PictureDesk::normalise) is for uploads, [`inspect`](PictureDesk::inspect) for outputs; both run on
//! the [`PictureDesk`], which bounds their memory.

mod check;
mod copy;
mod desk;
mod fetch;
mod files;
mod input;
mod link;
mod memory;
mod picture;
mod pixels;
mod room;
mod sniff;
mod star;
mod upload;
mod view;

pub use check::{CheckError, Checked, check};
pub use copy::{Copied, CopyOptions, copy, count};
pub use desk::{DeskError, DeskSettings, PictureDesk};
pub(crate) use fetch::fetched;
pub use fetch::{FetchError, Fetched, Given, Variant, Wanted, etag, fetch};
pub use files::FsAssetStore;
pub use input::read_input;
pub use link::{follow, link};
pub use memory::MemoryAssetStore;
pub use picture::{Inspected, Normalised, PictureError, PictureLimits, Thumb, inspect, normalise};
pub use room::UploadLimits;
pub use sniff::Format;
pub use star::star;
pub use upload::{UploadError, upload};
pub use view::AssetView;

use nproxy_store::StoreError;

/// Of the deeds that need nothing but the picture.
#[derive(Debug, thiserror::Error)]
pub enum AssetError {
    /// Unknown, deleted, or somebody else's: all the same to who asks.
    #[error("there is no such picture")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}
