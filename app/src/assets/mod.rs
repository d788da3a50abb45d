//! Pictures: what comes in, how it is kept, who may see it.
//!
//! [`normalise`](PictureDesk::normalise) is for uploads, [`inspect`](PictureDesk::inspect) for outputs; both run on
//! the [`PictureDesk`], which bounds their memory.

mod delete;
mod desk;
mod fetch;
mod files;
mod input;
mod memory;
mod picture;
mod pixels;
mod sniff;
mod upload;
mod view;

pub use delete::{DeleteError, delete};
pub use desk::{DeskError, DeskSettings, PictureDesk};
pub use fetch::{FetchError, Fetched, Variant, fetch};
pub use files::FsAssetStore;
pub use input::read_input;
pub use memory::MemoryAssetStore;
pub use picture::{Inspected, Normalised, PictureError, PictureLimits, Thumb, inspect, normalise};
pub use sniff::Format;
pub use upload::{UploadError, upload};
pub use view::AssetView;
