//! Objects in memory, for tests.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream;
use nproxy_domain::Timestamp;
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Presented, Reading, Span, StorageKey};
use url::Url;

/// An asset store that forgets.
#[derive(Default)]
pub struct MemoryAssetStore {
    objects: Mutex<HashMap<StorageKey, Bytes>>,
    full: AtomicBool,
    refused: AtomicU32,
}

impl MemoryAssetStore {
    fn objects(&self) -> std::sync::MutexGuard<'_, HashMap<StorageKey, Bytes>> {
        self.objects.lock().expect("nobody panics while holding the objects")
    }

    /// What is kept, in no order.
    pub fn keys(&self) -> Vec<StorageKey> {
        self.objects().keys().cloned().collect()
    }

    /// Takes nothing more, or everything again.
    pub fn be_full(&self, full: bool) {
        self.full.store(full, Ordering::SeqCst);
    }

    /// How often it took nothing.
    pub fn refused(&self) -> u32 {
        self.refused.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for MemoryAssetStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "MemoryAssetStore({} objects)", self.objects().len())
    }
}

#[async_trait]
impl AssetStore for MemoryAssetStore {
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
        if self.full.load(Ordering::SeqCst) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return Err(AssetStoreError::Full("as it was told".to_owned()));
        }
        self.objects().insert(plain(key)?, bytes);
        Ok(())
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        self.objects().get(key).cloned().ok_or_else(|| AssetStoreError::NotFound(key.clone()))
    }

    async fn read(&self, key: &StorageKey, span: Span) -> Result<Reading, AssetStoreError> {
        let all = self.get(key).await?;
        whole(&all, span)
    }

    async fn size(&self, key: &StorageKey) -> Result<Option<u64>, AssetStoreError> {
        Ok(self.objects().get(key).map(|bytes| bytes.len() as u64))
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        self.objects().remove(&plain(key)?);
        Ok(())
    }

    async fn list(&self, after: Option<&StorageKey>, max: usize) -> Result<Vec<Listed>, AssetStoreError> {
        let objects = self.objects();
        let all = objects.iter().filter(|(key, _)| after.is_none_or(|after| key.as_str() > after.as_str()));
        let mut all: Vec<_> = all.map(|(key, bytes)| Listed { key: key.clone(), bytes: bytes.len() as u64 }).collect();
        all.sort_by(|a, b| a.key.as_str().cmp(b.key.as_str()));
        all.truncate(max);
        Ok(all)
    }

    async fn link(&self, _: &StorageKey, _: Presented<'_>, _: Timestamp) -> Result<Option<Url>, AssetStoreError> {
        Ok(None)
    }

    fn links_origin(&self) -> Option<&str> {
        None
    }
}

/// The other stores have no place for one that isn't.
fn plain(key: &StorageKey) -> Result<StorageKey, AssetStoreError> {
    let missing = || AssetStoreError::NotFound(key.clone());
    key.is_plain().then(|| key.clone()).ok_or_else(missing)
}

/// What is in memory as a whole, given out as if it were read.
pub(crate) fn whole(all: &Bytes, span: Span) -> Result<Reading, AssetStoreError> {
    let total_bytes = all.len() as u64;
    let (first, bytes) = span.within(total_bytes).ok_or(AssetStoreError::Outside { total_bytes })?;
    let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(all.len());
    let part = all.slice(at(first)..at(first + bytes));
    Ok(Reading { total_bytes, first, bytes, pieces: Box::pin(stream::iter([Ok(part)])) })
}
