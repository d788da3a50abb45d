//! A store of pictures that can be in trouble.

use std::sync::{Mutex, PoisonError};

use nproxy_app::assets::MemoryAssetStore;
use nproxy_domain::Timestamp;
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Presented, Reading, Span, StorageKey};
use salvo::async_trait;
use salvo::hyper::body::Bytes;
use url::Url;

#[derive(Clone, Copy, Debug, Default)]
pub enum Mood {
    #[default]
    Fine,
    /// Gives links to a bucket.
    Linking,
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

    fn mood(&self) -> Mood {
        *self.mood.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn well(&self) -> Result<(), AssetStoreError> {
        match self.mood() {
            Mood::Fine | Mood::Linking => Ok(()),
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

    async fn read(&self, key: &StorageKey, span: Span) -> Result<Reading, AssetStoreError> {
        self.well()?;
        self.kept.read(key, span).await
    }

    async fn size(&self, key: &StorageKey) -> Result<Option<u64>, AssetStoreError> {
        self.well()?;
        self.kept.size(key).await
    }

    async fn list(&self, after: Option<&StorageKey>, max: usize) -> Result<Vec<Listed>, AssetStoreError> {
        self.well()?;
        self.kept.list(after, max).await
    }

    async fn link(
        &self,
        key: &StorageKey,
        presented: Presented<'_>,
        now: Timestamp,
    ) -> Result<Option<Url>, AssetStoreError> {
        let Some(origin) = self.links_origin() else { return Ok(None) };
        let mut link = Url::parse(origin).expect("an address");
        link.set_path(key.as_str());
        let until = now.timestamp() + 60;
        link.set_query(Some(&format!("type={}&as={}&until={until}", presented.mime, presented.disposition)));
        Ok(Some(link))
    }

    fn links_origin(&self) -> Option<&str> {
        matches!(self.mood(), Mood::Linking).then_some("https://bucket.example")
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        self.well()?;
        self.kept.delete(key).await
    }
}
