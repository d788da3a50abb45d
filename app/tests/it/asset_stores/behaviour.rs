//! What an asset store promises, asked of each of them.

use bytes::Bytes;
use futures::future::try_join_all;
use futures::{StreamExt as _, TryStreamExt as _};
use nproxy_app::assets::{FsAssetStore, MemoryAssetStore};
use nproxy_domain::Env;
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Reading, Span, StorageKey};
use nproxy_domain::env::{ManualClock, SeededEntropy};
use nproxy_store::testing::TestDb;
use sha2::{Digest as _, Sha256};

use super::played::{self, Played};

pub fn env() -> Env {
    let start = chrono::DateTime::from_timestamp(TestDb::START, 0).expect("a moment");
    Env::new(ManualClock::at(start), SeededEntropy::new(1))
}

#[tokio::test]
async fn files_behave() {
    let folder = tempfile::tempdir().unwrap();
    behaves(&FsAssetStore::open(folder.path(), env()).await.unwrap()).await;
}

#[tokio::test]
async fn memory_behaves() {
    behaves(&MemoryAssetStore::default()).await;
}

#[tokio::test]
async fn a_bucket_behaves() {
    let server = Played::start().await;
    behaves(&played::open(server.settings()).await).await;
}

#[tokio::test]
async fn a_bucket_of_a_real_server_behaves() {
    behaves(&played::open(played::real("behaves")).await).await;
}

/// The store is empty.
async fn behaves(store: &dyn AssetStore) {
    objects_come_and_go(store).await;
    spans_are_read(store).await;
    large_objects_come_in_pieces(store).await;
    odd_keys_are_kept_or_refused(store).await;
    many_are_written_and_read_at_once(store).await;
    lists_are_complete_and_gone_on_with(store).await;
    assert!(store.link(&key("inputs/a"), presented(), env().now()).await.unwrap().is_none(), "links are asked for");
}

fn presented() -> nproxy_domain::assets::Presented<'static> {
    nproxy_domain::assets::Presented { mime: "image/png", disposition: "inline" }
}

pub fn key(text: &str) -> StorageKey {
    StorageKey::from_row(text.to_owned())
}

async fn objects_come_and_go(store: &dyn AssetStore) {
    let picture = key("generations/0192f0c1-aaaa-7bbb-8ccc-0123456789ab/0192f0c1-aaaa-7bbb-8ccc-0123456789cd");
    assert!(!store.exists(&picture).await.unwrap());
    assert_eq!(store.size(&picture).await.unwrap(), None);
    assert!(matches!(store.get(&picture).await, Err(AssetStoreError::NotFound(missing)) if missing == picture));
    assert!(matches!(store.read(&picture, Span::Whole).await, Err(AssetStoreError::NotFound(_))));
    store.delete(&picture).await.expect("what is not there is gone already");
    for bytes in [&b"the first"[..], b"another, and a longer one", b""] {
        store.put(&picture, Bytes::from_static(bytes)).await.unwrap();
        assert_eq!(store.get(&picture).await.unwrap(), bytes);
        assert_eq!(store.size(&picture).await.unwrap(), Some(bytes.len() as u64));
    }
    assert!(store.exists(&picture).await.unwrap());
    store.put(&picture.thumb(), Bytes::from_static(b"small")).await.unwrap();
    store.delete(&picture).await.unwrap();
    store.delete(&picture).await.unwrap();
    assert!(!store.exists(&picture).await.unwrap());
    assert_eq!(store.get(&picture.thumb()).await.unwrap(), &b"small"[..], "a thumbnail goes by itself");
    store.delete(&picture.thumb()).await.unwrap();
}

async fn spans_are_read(store: &dyn AssetStore) {
    let ten = key("inputs/ten");
    store.put(&ten, Bytes::from_static(b"0123456789")).await.unwrap();
    let from = |first, last| Span::From { first, last };
    for (span, first, expected) in [
        (Span::Whole, 0, "0123456789"),
        (from(0, Some(0)), 0, "0"),
        (from(3, Some(5)), 3, "345"),
        (from(7, None), 7, "789"),
        (from(7, Some(700)), 7, "789"),
        (Span::Last(4), 6, "6789"),
        (Span::Last(40), 0, "0123456789"),
    ] {
        let reading = store.read(&ten, span).await.unwrap();
        assert_eq!((reading.total_bytes, reading.first, reading.bytes), (10, first, expected.len() as u64), "{span:?}");
        assert_eq!(taken(reading).await, expected.as_bytes(), "{span:?}");
    }
    for outside in [from(10, None), from(100, Some(200))] {
        let error = store.read(&ten, outside).await.unwrap_err();
        assert!(matches!(error, AssetStoreError::Outside { total_bytes: 10 }), "{outside:?}: {error}");
    }
    store.delete(&ten).await.unwrap();
}

async fn taken(reading: Reading) -> Vec<u8> {
    reading.pieces.try_collect::<Vec<_>>().await.unwrap().concat()
}

async fn large_objects_come_in_pieces(store: &dyn AssetStore) {
    const BYTES: usize = 9 * 1024 * 1024;
    let large: Bytes = (0..BYTES).map(|n| u8::try_from(n % 251).unwrap_or_default()).collect();
    let picture = key("inputs/large");
    store.put(&picture, large.clone()).await.unwrap();
    assert_eq!(Sha256::digest(store.get(&picture).await.unwrap()), Sha256::digest(&large));
    let first = BYTES as u64 / 2;
    let mut reading = store.read(&picture, Span::From { first, last: None }).await.unwrap();
    let mut come = Vec::new();
    while let Some(piece) = reading.pieces.next().await {
        come.extend_from_slice(&piece.unwrap());
    }
    assert!(come == large[BYTES / 2..], "the second half");
    // A reader that goes away in the middle leaves nothing behind that the next one would meet.
    let mut broken = store.read(&picture, Span::Whole).await.unwrap();
    broken.pieces.next().await.unwrap().unwrap();
    drop(broken);
    assert_eq!(store.size(&picture).await.unwrap(), Some(BYTES as u64));
    store.delete(&picture).await.unwrap();
}

async fn odd_keys_are_kept_or_refused(store: &dyn AssetStore) {
    // Longer than ours ever are; the played server makes a longer file name of it.
    let long = format!("inputs/{}", "long-".repeat(20));
    for odd in ["inputs/UPPER.lower-0", "inputs/a..b", "inputs/a", "generations/a/b/c/d", "x/-", &long] {
        let odd = key(odd);
        store.put(&odd, Bytes::from(odd.to_string())).await.unwrap();
        assert_eq!(store.get(&odd).await.unwrap(), odd.as_str().as_bytes());
    }
    for odd in ["inputs/UPPER.lower-0", "inputs/a..b", "inputs/a", "generations/a/b/c/d", "x/-", &long] {
        let odd = key(odd);
        assert_eq!(store.get(&odd).await.unwrap(), odd.as_str().as_bytes(), "no other one is in its place");
        store.delete(&odd).await.unwrap();
    }
    for bad in [
        "inputs/../../secret",
        "../secret",
        "/etc/passwd",
        "inputs//a",
        "inputs/.a",
        "inputs",
        "",
        "inputs/a\0b",
        "inputs/ä",
        "inputs/a b",
        "inputs/a%2Fb",
        "inputs/a?x=y",
        "inputs/",
    ] {
        let bad = key(bad);
        assert!(store.put(&bad, Bytes::from_static(b"x")).await.is_err(), "{bad:?}");
        assert!(matches!(store.get(&bad).await, Err(AssetStoreError::NotFound(_))), "{bad:?}");
        assert_eq!(store.size(&bad).await.unwrap(), None, "{bad:?}");
        assert!(store.delete(&bad).await.is_err(), "{bad:?}");
    }
}

async fn many_are_written_and_read_at_once(store: &dyn AssetStore) {
    let keys: Vec<StorageKey> = (0..32).map(|n| key(&format!("inputs/at-once-{n}"))).collect();
    let bytes = |key: &StorageKey| Bytes::from(key.to_string().repeat(1000));
    try_join_all(keys.iter().map(|key| store.put(key, bytes(key)))).await.unwrap();
    let read = try_join_all(keys.iter().map(|key| store.get(key))).await.unwrap();
    for (key, read) in keys.iter().zip(read) {
        assert!(read == bytes(key), "{key}");
    }
    try_join_all(keys.iter().map(|key| store.delete(key))).await.unwrap();
}

async fn lists_are_complete_and_gone_on_with(store: &dyn AssetStore) {
    assert!(store.list(None, 10).await.unwrap().is_empty());
    let mut all: Vec<StorageKey> = (0..23).map(|n| key(&format!("generations/g-{}/a-{n}", n % 5))).collect();
    all.extend(all.clone().iter().map(StorageKey::thumb));
    all.push(key("inputs/0192f0c1-aaaa-7bbb-8ccc-0123456789ab"));
    for one in &all {
        store.put(one, Bytes::from(one.to_string())).await.unwrap();
    }
    for max in [1, 7, 1000] {
        let mut found: Vec<Listed> = Vec::new();
        loop {
            let page = store.list(found.last().map(|last| &last.key), max).await.unwrap();
            found.extend(page.clone());
            assert!(page.len() <= max);
            if page.len() < max {
                break;
            }
        }
        assert_eq!(found.len(), all.len(), "each once, {max} at a time");
        for one in &all {
            let bytes = one.as_str().len() as u64;
            assert!(found.contains(&Listed { key: one.clone(), bytes }), "{one} is missing, {max} at a time");
        }
    }
    // From a place on at which there is nothing any more.
    let page = store.list(None, 10).await.unwrap();
    let (before, rest) = (page[4].key.clone(), all.len() - 5);
    store.delete(&before).await.unwrap();
    assert_eq!(store.list(Some(&before), 1000).await.unwrap().len(), rest);
    for one in &all {
        store.delete(one).await.unwrap();
    }
}
