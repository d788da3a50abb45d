//! A store of pictures that can be in trouble.

use std::sync::{Mutex, PoisonError};

use nproxy_app::assets::MemoryAssetStore;
use nproxy_domain::assets::{AssetStore, AssetStoreError, StorageKey};
use salvo::async_trait;
use salvo::hyper::body::Bytes;

#[derive(Clone, Copy, Debug, Default)]
pub enum Mood {
    #[default]
    Fine,
    Away,
    Panicking,
}

#[derive(Debug, Default)]
pub struct Shelf {
    kept: MemoryAssetStore,
    mood: Mutex<Mood>,
}

impl Shelf {
    pub fn be(&self, mood: Mood) {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner) = mood;
    }

    fn well(&self) -> Result<(), AssetStoreError> {
        let mood = *self.mood.lock().unwrap_or_else(PoisonError::into_inner);
        match mood {
            Mood::Fine => Ok(()),
            Mood::Away => Err(AssetStoreError::Unavailable("the shelf is away".into())),
            Mood::Panicking => panic!("the shelf fell down"),
        }
    }
}

#[async_trait]
impl AssetStore for Shelf {
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
        self.well()?;
        self.kept.put(key, bytes).await
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        self.well()?;
        self.kept.get(key).await
    }

    async fn exists(&self, key: &StorageKey) -> Result<bool, AssetStoreError> {
        self.well()?;
        self.kept.exists(key).await
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        self.well()?;
        self.kept.delete(key).await
    }
}
