//! Objects as files under one folder.

use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::Duration;
use nproxy_domain::assets::{AssetStore, AssetStoreError, StorageKey};
use nproxy_domain::{Env, Timestamp};
use tokio::fs;

use crate::disk;

/// Half-written objects live here until they are renamed into place.
const TEMP: &str = "tmp";

/// No write takes this long: an older temporary file is what a crash left.
const TEMP_HOURS_MAX: i64 = 1;

/// The file system as an asset store. Safe across crashes: an object is written beside its place, synced and
/// renamed, so it is there as a whole or not at all.
///
/// Objects are spread over folders by the last characters of their first id; the first ones of a `UUIDv7` are the
/// time and would put a day into one folder.
#[derive(Debug)]
pub struct FsAssetStore {
    root: PathBuf,
    env: Env,
}

impl FsAssetStore {
    /// Makes the folder if need be, and clears what a crash left half-written. Several processes may share a folder.
    pub async fn open(root: impl Into<PathBuf>, env: Env) -> Result<Self, AssetStoreError> {
        let root = root.into();
        let temp = root.join(TEMP);
        clear(&temp, &env).await.map_err(|e| unavailable(&temp, &e))?;
        Ok(Self { root, env })
    }

    /// Where an object lies: `generations/ab/<generation>/<attempt>`.
    fn place(&self, key: &StorageKey) -> Result<PathBuf, AssetStoreError> {
        let segments: Vec<_> = key.as_str().split('/').collect();
        if segments.len() < 2 || !segments.iter().all(|s| is_plain(s)) {
            return Err(AssetStoreError::NotFound(key.clone()));
        }
        // `.thumb` must not tear a thumbnail from its picture.
        let id = segments[1].split('.').next().unwrap_or_default();
        let shard = id.get(id.len().saturating_sub(2)..).unwrap_or_default();
        let mut path = self.root.join(segments[0]);
        path.push(shard);
        path.extend(&segments[1..]);
        Ok(path)
    }
}

/// Keys are made by us alone; this is the second lock on the same door.
fn is_plain(segment: &str) -> bool {
    !segment.is_empty()
        && !segment.starts_with('.')
        && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'.')
}

#[async_trait]
impl AssetStore for FsAssetStore {
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
        let path = self.place(key)?;
        let temp = self.root.join(TEMP).join(self.env.uuid().to_string());
        disk::write_whole(&temp, &path, &bytes).await.map_err(|e| unavailable(&path, &e))
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        let path = self.place(key)?;
        match fs::read(&path).await {
            Ok(bytes) => Ok(bytes.into()),
            Err(error) if is_absent(&error) => Err(AssetStoreError::NotFound(key.clone())),
            Err(error) => Err(unavailable(&path, &error)),
        }
    }

    async fn exists(&self, key: &StorageKey) -> Result<bool, AssetStoreError> {
        let path = self.place(key)?;
        match fs::try_exists(&path).await {
            Err(error) if is_absent(&error) => Ok(false),
            exists => exists.map_err(|e| unavailable(&path, &e)),
        }
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        let path = self.place(key)?;
        match fs::remove_file(&path).await {
            Err(error) if !is_absent(&error) => Err(unavailable(&path, &error)),
            _ => Ok(()),
        }
    }
}

async fn clear(temp: &Path, env: &Env) -> io::Result<()> {
    fs::create_dir_all(temp).await?;
    let mut files = fs::read_dir(temp).await?;
    while let Some(file) = files.next_entry().await? {
        let written = Timestamp::from(file.metadata().await?.modified()?);
        if env.now() - written > Duration::hours(TEMP_HOURS_MAX) {
            fs::remove_file(file.path()).await?;
        }
    }
    Ok(())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unavailable(path: &Path, error: &io::Error) -> AssetStoreError {
    AssetStoreError::Unavailable(format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::fs as disk;

    use nproxy_domain::env::{ManualClock, SeededEntropy};

    use super::*;

    async fn store(root: &Path) -> FsAssetStore {
        // Far in the future, so that every file on the disk is an old one.
        let clock = ManualClock::at("2200-01-01T00:00:00Z".parse().unwrap());
        FsAssetStore::open(root, Env::new(clock, SeededEntropy::new(1))).await.unwrap()
    }

    fn key(text: &str) -> StorageKey {
        StorageKey::from_row(text.to_owned())
    }

    const PICTURE: &str = "inputs/0192f0c1-aaaa-7bbb-8ccc-0123456789ab";

    #[tokio::test]
    async fn an_object_is_replaced_as_a_whole_and_removed_alone() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        let (picture, thumb) = (key(PICTURE), key(PICTURE).thumb());
        assert!(!store.exists(&picture).await.unwrap());
        assert!(matches!(store.get(&picture).await, Err(AssetStoreError::NotFound(_))));
        for bytes in [&b"first"[..], b"second"] {
            store.put(&picture, Bytes::from_static(bytes)).await.unwrap();
            assert_eq!(store.get(&picture).await.unwrap(), bytes);
        }
        store.put(&thumb, Bytes::from_static(b"small")).await.unwrap();
        assert_eq!(disk::read_dir(dir.path().join(TEMP)).unwrap().count(), 0, "nothing half-written is left");
        store.delete(&picture).await.unwrap();
        store.delete(&picture).await.unwrap();
        assert!(!store.exists(&picture).await.unwrap());
        assert_eq!(store.get(&thumb).await.unwrap(), &b"small"[..]);
    }

    #[tokio::test]
    async fn a_write_that_fails_leaves_the_old_object_and_no_rest() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        store.put(&key(PICTURE), Bytes::from_static(b"old")).await.unwrap();
        // Below an object there is no place for another one: the folder can't be made.
        let below = key(&format!("{PICTURE}/below"));
        assert!(matches!(store.put(&below, Bytes::from_static(b"new")).await, Err(AssetStoreError::Unavailable(_))));
        assert!(!store.exists(&below).await.unwrap());
        assert_eq!(store.get(&key(PICTURE)).await.unwrap(), &b"old"[..]);
        assert_eq!(disk::read_dir(dir.path().join(TEMP)).unwrap().count(), 0);
    }

    #[tokio::test]
    async fn what_a_crash_left_half_written_is_cleared_and_never_read() {
        let dir = tempfile::tempdir().unwrap();
        disk::create_dir_all(dir.path().join(TEMP)).unwrap();
        disk::write(dir.path().join(TEMP).join("0192f0c1"), b"half a pict").unwrap();
        let store = store(dir.path()).await;
        assert_eq!(disk::read_dir(dir.path().join(TEMP)).unwrap().count(), 0);
        assert!(!store.exists(&key(PICTURE)).await.unwrap());
    }

    #[tokio::test]
    async fn a_key_never_leaves_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(&dir.path().join("assets")).await;
        disk::write(dir.path().join("secret"), b"not yours").unwrap();
        for bad in
            ["inputs/../../secret", "../secret", "/etc/passwd", "inputs//a", "inputs/.a", "inputs", "", "inputs/a\0b"]
        {
            let bad = key(bad);
            assert!(matches!(store.get(&bad).await, Err(AssetStoreError::NotFound(_))), "{bad}");
            assert!(store.put(&bad, Bytes::from_static(b"x")).await.is_err(), "{bad}");
            assert!(store.delete(&bad).await.is_err(), "{bad}");
        }
        assert_eq!(disk::read(dir.path().join("secret")).unwrap(), b"not yours");
    }

    #[tokio::test]
    async fn a_picture_and_its_thumbnail_lie_side_by_side() {
        let dir = tempfile::tempdir().unwrap();
        let store = store(dir.path()).await;
        let (picture, thumb) = (store.place(&key(PICTURE)).unwrap(), store.place(&key(PICTURE).thumb()).unwrap());
        assert_eq!(picture.parent(), thumb.parent());
        assert!(picture.parent().unwrap().ends_with("inputs/ab"));
    }
}
