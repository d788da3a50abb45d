//! What is put into a ZIP.

use bytes::Bytes;
use futures::stream::BoxStream;
use nproxy_domain::Timestamp;
use nproxy_domain::assets::StorageKey;
use nproxy_store::StoreError;

/// One file of a ZIP.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// A relative path with `/` between its parts, made by [`super::Names`]: safe on every system and unlike all others.
    pub name: String,
    /// When what it holds was made.
    pub at: Timestamp,
    pub content: Content,
}

impl std::fmt::Debug for Entry {
    /// Its name may be the beginning of a prompt.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Entry").field("content", &self.content).finish_non_exhaustive()
    }
}

#[derive(Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Bytes),
    /// An object, read when its turn comes. One that isn't there becomes a line in `missing.txt`.
    Asset(StorageKey),
    /// Known to be gone: a line in `missing.txt`.
    Missing,
}

impl std::fmt::Debug for Content {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(f, "{} bytes", bytes.len()),
            Self::Asset(key) => write!(f, "{key}"),
            Self::Missing => f.write_str("missing"),
        }
    }
}

/// They may be looked up while the ZIP is written; one that can't be ends it, and the reader sees that it is broken.
pub type Entries = BoxStream<'static, Result<Entry, StoreError>>;
