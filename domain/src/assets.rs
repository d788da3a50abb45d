//! The port to wherever picture bytes lie.

use std::fmt;

use async_trait::async_trait;
use bytes::Bytes;

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
    #[error("asset store: {0}")]
    Unavailable(String),
}

/// Keeps bytes under keys. Objects are written whole and never change.
#[async_trait]
pub trait AssetStore: Send + Sync + fmt::Debug {
    /// Durable and visible as a whole when this returns; writing the same key again replaces it.
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError>;
    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError>;
    async fn exists(&self, key: &StorageKey) -> Result<bool, AssetStoreError>;
    /// Removing what is not there is no error.
    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError>;
}
