//! Objects in memory, for tests.

use std::collections::HashMap;
use std::fmt;
use std::sync::Mutex;

use async_trait::async_trait;
use bytes::Bytes;
use nproxy_domain::assets::{AssetStore, AssetStoreError, StorageKey};

/// An asset store that forgets.
#[derive(Default)]
pub struct MemoryAssetStore(Mutex<HashMap<StorageKey, Bytes>>);

impl MemoryAssetStore {
    fn objects(&self) -> std::sync::MutexGuard<'_, HashMap<StorageKey, Bytes>> {
        self.0.lock().expect("nobody panics while holding the objects")
    }

    /// What is kept, in no order.
    pub fn keys(&self) -> Vec<StorageKey> {
        self.objects().keys().cloned().collect()
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
        self.objects().insert(key.clone(), bytes);
        Ok(())
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        self.objects().get(key).cloned().ok_or_else(|| AssetStoreError::NotFound(key.clone()))
    }

    async fn exists(&self, key: &StorageKey) -> Result<bool, AssetStoreError> {
        Ok(self.objects().contains_key(key))
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        self.objects().remove(key);
        Ok(())
    }
}
