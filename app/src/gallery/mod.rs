//! All of a customer's pictures, whatever conversation they were made in.

mod list;
mod view;

pub use list::{GalleryError, GalleryPage, PICTURES_PER_PAGE_MAX, Wanted, list};
pub use nproxy_store::entities::text::AssetKind as Kind;
pub use view::{GalleryItem, Made};
