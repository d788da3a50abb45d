//! Pictures move from one store to another.

use std::cell::Cell;

use async_trait::async_trait;
use bytes::Bytes;
use nproxy_app::assets::{Copied, CopyOptions, FsAssetStore, MemoryAssetStore, copy, count};
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Presented, Reading, Span, StorageKey};
use nproxy_domain::{Timestamp, WorkerId};
use url::Url;

use super::behaviour::{env, key};
use super::played::{self, Played};

const PLAIN: CopyOptions = CopyOptions { dry_run: false, verify: false };

async fn fill(store: &dyn AssetStore, objects: usize) {
    for n in 0..objects {
        let key = key(&format!("generations/g-{n}/a-{n}"));
        store.put(&key, Bytes::from(key.to_string().repeat(n + 1))).await.unwrap();
    }
    store.put(&StorageKey::probe(WorkerId::new(&env())), Bytes::from_static(b"nproxy")).await.unwrap();
}

/// All that lasts, in one order.
async fn contents(store: &dyn AssetStore) -> Vec<(String, Bytes)> {
    let mut all = Vec::new();
    for Listed { key, .. } in store.list(None, 10_000).await.unwrap() {
        if !key.is_probe() {
            all.push((key.to_string(), store.get(&key).await.unwrap()));
        }
    }
    all.sort();
    all
}

#[tokio::test]
async fn all_pictures_come_into_a_bucket_and_back_byte_for_byte() {
    let (folders, server) = ([tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()], Played::start().await);
    let files = FsAssetStore::open(folders[0].path(), env()).await.unwrap();
    let bucket = played::open(server.settings()).await;
    fill(&files, 30).await;
    assert_eq!(count(&files).await.unwrap(), 30);

    let dry = copy(&files, &bucket, CopyOptions { dry_run: true, verify: false }, || {}).await.unwrap();
    assert_eq!((dry.copied, dry.there, bucket.list(None, 100).await.unwrap().len()), (30, 0, 0), "{dry:?}");

    let steps = Cell::new(0);
    let copied = copy(&files, &bucket, PLAIN, || steps.set(steps.get() + 1)).await.unwrap();
    let bytes = contents(&files).await.iter().map(|(_, bytes)| bytes.len() as u64).sum();
    assert_eq!(copied, Copied { copied: 30, copied_bytes: bytes, ..Copied::default() });
    assert_eq!(steps.get(), 30);
    assert_eq!(contents(&bucket).await, contents(&files).await);

    // Beside services that go on: what has come meanwhile is all that another run takes.
    files.put(&key("inputs/new"), Bytes::from_static(b"new")).await.unwrap();
    let again = copy(&files, &bucket, PLAIN, || {}).await.unwrap();
    assert_eq!((again.copied, again.there), (1, 30), "{again:?}");

    let back = FsAssetStore::open(folders[1].path(), env()).await.unwrap();
    let came_back = copy(&bucket, &back, PLAIN, || {}).await.unwrap();
    assert_eq!((came_back.copied, came_back.failed), (31, 0), "{came_back:?}");
    assert_eq!(contents(&back).await, contents(&files).await);
}

#[tokio::test]
async fn a_copy_that_a_server_went_away_from_gives_up_and_is_gone_on_with() {
    let (files, mut server) = (MemoryAssetStore::default(), Played::start().await);
    let bucket = played::open(server.settings()).await;
    fill(&files, 100).await;
    let copied = copy(&files, &bucket, PLAIN, || server.stop()).await.unwrap();
    assert!(copied.gave_up && copied.failed >= 20 && copied.copied < 80, "{copied:?}");
    assert!(
        copied.told.len() <= 20 && copied.told.iter().any(|(_, why)| why.contains("can't be reached")),
        "{copied:?}"
    );
    server.start_again().await;
    let rest = copy(&files, &bucket, PLAIN, || {}).await.unwrap();
    assert!(rest.there >= copied.copied, "what was done is not done again: {copied:?} {rest:?}");
    assert_eq!((rest.copied + rest.there, rest.failed), (100, 0));
    assert_eq!(contents(&bucket).await, contents(&files).await);
}

#[tokio::test]
async fn an_object_of_another_length_is_replaced_and_one_of_other_bytes_is_found_by_verifying() {
    let (from, to) = (MemoryAssetStore::default(), MemoryAssetStore::default());
    fill(&from, 3).await;
    copy(&from, &to, PLAIN, || {}).await.unwrap();
    let good = contents(&from).await;
    to.put(&key(&good[0].0), Bytes::from_static(b"short")).await.unwrap();
    to.put(&key(&good[1].0), Bytes::from(vec![0; good[1].1.len()])).await.unwrap();
    let believed = copy(&from, &to, PLAIN, || {}).await.unwrap();
    assert_eq!((believed.copied, believed.there), (1, 2));
    let looked = copy(&from, &to, CopyOptions { dry_run: true, verify: true }, || {}).await.unwrap();
    assert_eq!((looked.copied, looked.there), (1, 2));
    assert_ne!(contents(&to).await, good, "a dry run writes nothing");
    let verified = copy(&from, &to, CopyOptions { dry_run: false, verify: true }, || {}).await.unwrap();
    assert_eq!((verified.copied, verified.there), (1, 2));
    assert_eq!(contents(&to).await, good);
}

#[tokio::test]
async fn a_picture_that_goes_meanwhile_is_no_failure_and_one_that_is_read_back_otherwise_is() {
    let from = Odd { kept: MemoryAssetStore::default(), of: key("generations/g-1/a-1"), how: How::Forgets };
    fill(&from.kept, 3).await;
    let to = Odd { kept: MemoryAssetStore::default(), of: key("generations/g-2/a-2"), how: How::Garbles };
    let copied = copy(&from, &to, PLAIN, || {}).await.unwrap();
    assert_eq!((copied.copied, copied.gone, copied.failed, copied.gave_up), (1, 1, 1, false), "{copied:?}");
    let garbled = (key("generations/g-2/a-2"), "what is read back is not what was written".to_owned());
    assert_eq!(copied.told, [garbled]);
}

#[derive(Debug)]
enum How {
    Forgets,
    Garbles,
}

/// A store that is odd about one of its objects.
#[derive(Debug)]
struct Odd {
    kept: MemoryAssetStore,
    of: StorageKey,
    how: How,
}

#[async_trait]
impl AssetStore for Odd {
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
        self.kept.put(key, bytes).await
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        let bytes = self.kept.get(key).await?;
        match self.how {
            _ if *key != self.of => Ok(bytes),
            How::Forgets => Err(AssetStoreError::NotFound(key.clone())),
            How::Garbles => Ok(bytes.iter().map(|byte| !byte).collect()),
        }
    }

    async fn read(&self, key: &StorageKey, span: Span) -> Result<Reading, AssetStoreError> {
        self.kept.read(key, span).await
    }

    async fn size(&self, key: &StorageKey) -> Result<Option<u64>, AssetStoreError> {
        self.kept.size(key).await
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        self.kept.delete(key).await
    }

    async fn list(&self, after: Option<&StorageKey>, max: usize) -> Result<Vec<Listed>, AssetStoreError> {
        self.kept.list(after, max).await
    }

    async fn link(&self, _: &StorageKey, _: Presented<'_>, _: Timestamp) -> Result<Option<Url>, AssetStoreError> {
        Ok(None)
    }

    fn links_origin(&self) -> Option<&str> {
        None
    }
}
