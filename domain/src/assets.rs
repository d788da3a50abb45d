//! The port to wherever picture bytes lie.

use std::fmt;
use std::pin::Pin;

use async_trait::async_trait;
use bytes::Bytes;
use futures_core::Stream;
use url::Url;

use crate::env::Timestamp;
use crate::ids::{AssetId, AttemptId, GenerationId, WorkerId};

/// Where an object lies in the store: a relative path of plain segments, made by us alone.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StorageKey(String);

impl StorageKey {
    /// What an attempt delivered. A worker that takes a generation over looks here first, so the key is
    /// known before the bytes exist.
    pub fn output(generation: GenerationId, attempt: AttemptId) -> Self {
        Self(format!("generations/{generation}/{attempt}"))
    }

    /// What a customer uploaded.
    pub fn input(asset: AssetId) -> Self {
        Self(format!("inputs/{asset}"))
    }

    /// Where a process finds out whether anything can be written; one place for each, so that none is in another's way.
    pub fn probe(process: WorkerId) -> Self {
        Self(format!("probes/{process}"))
    }

    /// The small version that stands beside an object.
    pub fn thumb(&self) -> Self {
        Self(format!("{}.thumb", self.0))
    }

    /// From a row that one of the constructors above wrote.
    pub fn from_row(text: String) -> Self {
        Self(text)
    }

    /// From a store's own list; `None`: the constructors above would not make such a key, so it is none of ours.
    pub fn listed(text: &str) -> Option<Self> {
        let key = Self(text.to_owned());
        key.is_plain().then_some(key)
    }

    /// At least two segments of letters, digits, `-` and `.`, none of which begins with a dot. No store takes another
    /// one: keys are made by us alone, and this is the second lock on the same door.
    pub fn is_plain(&self) -> bool {
        self.0.contains('/') && self.0.split('/').all(Self::is_segment)
    }

    /// Of a plain key.
    pub fn is_segment(text: &str) -> bool {
        !text.is_empty()
            && !text.starts_with('.')
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
    }

    /// Of [`probe`](Self::probe): gone in a moment.
    pub fn is_probe(&self) -> bool {
        self.0.starts_with("probes/")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StorageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum AssetStoreError {
    #[error("no object at {0}")]
    NotFound(StorageKey),
    /// Of [`AssetStore::read`]: the object ends before the span begins.
    #[error("an object of {total_bytes} bytes has none there")]
    Outside { total_bytes: u64 },
    #[error("asset store: {0}")]
    Unavailable(String),
    /// It would take the object if there were room for it.
    #[error("the asset store is full: {0}")]
    Full(String),
}

/// Which of an object's bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    Whole,
    /// From this one on, `last` included where it is named; less where the object ends before.
    From {
        first: u64,
        last: Option<u64>,
    },
    /// So many from the end; less where there are less.
    Last(u64),
}

impl Span {
    /// The first byte and how many, of an object of so many; `None`: none of its bytes.
    pub fn within(self, total_bytes: u64) -> Option<(u64, u64)> {
        let (first, end) = match self {
            Self::Whole => return Some((0, total_bytes)),
            Self::From { first, last } => (first, last.map_or(total_bytes, |last| last.saturating_add(1))),
            Self::Last(bytes) => (total_bytes.saturating_sub(bytes), total_bytes),
        };
        let bytes = end.min(total_bytes).checked_sub(first)?;
        (bytes > 0).then_some((first, bytes))
    }
}

/// Bytes that come as fast as they are taken. One that ends early ended with an error.
pub type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, AssetStoreError>> + Send>>;

/// An object that is being read.
pub struct Reading {
    /// Of the whole object.
    pub total_bytes: u64,
    /// The first that comes.
    pub first: u64,
    /// How many come.
    pub bytes: u64,
    pub pieces: Pieces,
}

impl fmt::Debug for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reading({} bytes from {} of {})", self.bytes, self.first, self.total_bytes)
    }
}

/// One line of a store's list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub key: StorageKey,
    pub bytes: u64,
}

/// How an object is presented to a browser that follows a link.
#[derive(Clone, Copy, Debug)]
pub struct Presented<'a> {
    pub mime: &'a str,
    /// The header `Content-Disposition`. ASCII.
    pub disposition: &'a str,
}

/// Keeps bytes under keys. Objects are written whole and never change; a key that is not plain is never there.
#[async_trait]
pub trait AssetStore: Send + Sync + fmt::Debug {
    /// Durable and visible as a whole when this returns; writing the same key again replaces it.
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError>;
    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError>;
    /// Never holds more than a piece in memory.
    async fn read(&self, key: &StorageKey, span: Span) -> Result<Reading, AssetStoreError>;
    /// In bytes; `None`: there is no such object.
    async fn size(&self, key: &StorageKey) -> Result<Option<u64>, AssetStoreError>;
    async fn exists(&self, key: &StorageKey) -> Result<bool, AssetStoreError> {
        Ok(self.size(key).await?.is_some())
    }
    /// Removing what is not there is no error.
    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError>;
    /// Objects behind `after`, each once, in an order of the store's own; fewer than `max` only where the list ends.
    /// What comes or goes meanwhile may be in it or not.
    async fn list(&self, after: Option<&StorageKey>, max: usize) -> Result<Vec<Listed>, AssetStoreError>;
    /// An address at which whoever has it can fetch the object, for a short while from `now` on; `None`: this store
    /// gives no links. Whether the object is there is not looked at.
    async fn link(
        &self,
        key: &StorageKey,
        presented: Presented<'_>,
        now: Timestamp,
    ) -> Result<Option<Url>, AssetStoreError>;
    /// The origin of its links, which a page has to allow pictures from; `None`: it gives none.
    fn links_origin(&self) -> Option<&str>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_what_the_object_has_of_it() {
        let from = |first, last| Span::From { first, last };
        for (span, of_ten) in [
            (Span::Whole, Some((0, 10))),
            (from(0, None), Some((0, 10))),
            (from(3, Some(5)), Some((3, 3))),
            (from(3, Some(500)), Some((3, 7))),
            (from(9, None), Some((9, 1))),
            (from(10, None), None),
            (from(5, Some(4)), None),
            (from(0, Some(u64::MAX)), Some((0, 10))),
            (Span::Last(4), Some((6, 4))),
            (Span::Last(11), Some((0, 10))),
            (Span::Last(0), None),
        ] {
            assert_eq!(span.within(10), of_ten, "{span:?}");
        }
        assert_eq!((Span::Whole.within(0), Span::Last(1).within(0)), (Some((0, 0)), None));
    }

    #[test]
    fn only_keys_that_we_could_have_made_are_taken() {
        for good in ["generations/a/b", "inputs/0192.thumb", "inputs/a..b"] {
            assert!(StorageKey::listed(good).is_some(), "{good}");
        }
        for bad in
            ["inputs", "", "/a", "inputs//a", "inputs/", "inputs/.a", "inputs/..", "inputs/a b", "inputs/ä", "a/%2e"]
        {
            assert!(StorageKey::listed(bad).is_none(), "{bad}");
        }
    }
}
