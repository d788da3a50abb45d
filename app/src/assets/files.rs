//! Objects as files under one folder.

mod walk;

use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;
use bytes::Bytes;
use chrono::Duration;
use futures::TryStreamExt as _;
use nproxy_domain::assets::{AssetStore, AssetStoreError, Listed, Presented, Reading, Span, StorageKey};
use nproxy_domain::{Env, Timestamp};
use tokio::fs;
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;
use url::Url;

use crate::disk;

/// Half-written objects live here until they are renamed into place.
const TEMP: &str = "tmp";

/// What a reader is given at a time.
const PIECE_BYTES: usize = 64 * 1024;

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
        let temp = Self::temp_dir(&root);
        clear(&temp, &env).await.map_err(|e| unavailable(&temp, &e))?;
        Ok(Self { root, env })
    }

    /// Where what is not whole yet lies, once a store with this root is open.
    pub fn temp_dir(root: &Path) -> PathBuf {
        root.join(TEMP)
    }

    /// A disk that is not mounted any more has no objects either, and is not to be written beside: what was paid for would be
    /// bought once more.
    async fn is_there(&self) -> Result<(), AssetStoreError> {
        let temp = Self::temp_dir(&self.root);
        fs::metadata(&temp).await.map(drop).map_err(|e| unavailable(&temp, &e))
    }

    /// Where an object lies: `generations/ab/<generation>/<attempt>`.
    fn place(&self, key: &StorageKey) -> Result<PathBuf, AssetStoreError> {
        if !key.is_plain() {
            return Err(AssetStoreError::NotFound(key.clone()));
        }
        Ok(self.root.join(walk::place(key).join("/")))
    }
}

#[async_trait]
impl AssetStore for FsAssetStore {
    async fn put(&self, key: &StorageKey, bytes: Bytes) -> Result<(), AssetStoreError> {
        let path = self.place(key)?;
        self.is_there().await?;
        let temp = Self::temp_dir(&self.root).join(self.env.uuid().to_string());
        disk::write_whole(&temp, &path, &bytes).await.map_err(|e| unavailable(&path, &e))
    }

    async fn get(&self, key: &StorageKey) -> Result<Bytes, AssetStoreError> {
        let path = self.place(key)?;
        match fs::read(&path).await {
            Ok(bytes) => Ok(bytes.into()),
            Err(error) if is_absent(&error) => {
                self.is_there().await?;
                Err(AssetStoreError::NotFound(key.clone()))
            }
            Err(error) => Err(unavailable(&path, &error)),
        }
    }

    async fn read(&self, key: &StorageKey, span: Span) -> Result<Reading, AssetStoreError> {
        let path = self.place(key)?;
        let failed = |error: io::Error| unavailable(&path, &error);
        let mut file = match fs::File::open(&path).await {
            Err(error) if is_absent(&error) => {
                self.is_there().await?;
                return Err(AssetStoreError::NotFound(key.clone()));
            }
            opened => opened.map_err(failed)?,
        };
        let total_bytes = file.metadata().await.map_err(failed)?.len();
        let (first, bytes) = span.within(total_bytes).ok_or(AssetStoreError::Outside { total_bytes })?;
        file.seek(io::SeekFrom::Start(first)).await.map_err(failed)?;
        let pieces = ReaderStream::with_capacity(file.take(bytes), PIECE_BYTES);
        let pieces = Box::pin(pieces.map_err(move |error| unavailable(&path, &error)));
        Ok(Reading { total_bytes, first, bytes, pieces })
    }

    async fn size(&self, key: &StorageKey) -> Result<Option<u64>, AssetStoreError> {
        // There is no place for it, so it is not there.
        let Ok(path) = self.place(key) else { return Ok(None) };
        match fs::metadata(&path).await {
            Ok(about) => Ok(about.is_file().then_some(about.len())),
            Err(error) if is_absent(&error) => self.is_there().await.map(|()| None),
            Err(error) => Err(unavailable(&path, &error)),
        }
    }

    async fn delete(&self, key: &StorageKey) -> Result<(), AssetStoreError> {
        let path = self.place(key)?;
        match fs::remove_file(&path).await {
            Err(error) if !is_absent(&error) => Err(unavailable(&path, &error)),
            _ => Ok(()),
        }
    }

    async fn list(&self, after: Option<&StorageKey>, max: usize) -> Result<Vec<Listed>, AssetStoreError> {
        let (root, after) = (self.root.clone(), after.cloned());
        // Many small looks at folders: one thread does them all.
        let listed = tokio::task::spawn_blocking(move || walk::list(&root, after.as_ref(), max)).await;
        let listed = listed.unwrap_or_else(|error| Err(io::Error::other(error)));
        listed.map_err(|error| unavailable(&self.root, &error))
    }

    async fn link(&self, _: &StorageKey, _: Presented<'_>, _: Timestamp) -> Result<Option<Url>, AssetStoreError> {
        Ok(None)
    }

    fn links_origin(&self) -> Option<&str> {
        None
    }
}

async fn clear(temp: &Path, env: &Env) -> io::Result<()> {
    fs::create_dir_all(temp).await?;
    let mut files = fs::read_dir(temp).await?;
    while let Some(file) = files.next_entry().await? {
        let written = match file.metadata().await {
            Ok(about) => Timestamp::from(about.modified()?),
            // Another process has put it in its place meanwhile.
            Err(error) if is_absent(&error) => continue,
            Err(error) => return Err(error),
        };
        if env.now() - written > Duration::hours(TEMP_HOURS_MAX) {
            match fs::remove_file(file.path()).await {
                Err(error) if !is_absent(&error) => return Err(error),
                _ => {}
            }
        }
    }
    Ok(())
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn unavailable(path: &Path, error: &io::Error) -> AssetStoreError {
    use io::ErrorKind::{FileTooLarge, QuotaExceeded, StorageFull};
    let text = format!("{}: {error}", path.display());
    if matches!(error.kind(), StorageFull | QuotaExceeded | FileTooLarge) {
        AssetStoreError::Full(text)
    } else {
        AssetStoreError::Unavailable(text)
    }
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

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn a_process_may_start_while_others_write() {
        let dir = tempfile::tempdir().unwrap();
        let other = store(dir.path()).await;
        let writing = tokio::spawn(async move {
            for _ in 0..100 {
                other.put(&key(PICTURE), Bytes::from_static(b"a picture")).await.unwrap();
            }
        });
        let now = ManualClock::at("2020-01-01T00:00:00Z".parse().unwrap());
        let env = Env::new(now, SeededEntropy::new(2));
        while !writing.is_finished() {
            FsAssetStore::open(dir.path(), env.clone()).await.unwrap();
        }
        writing.await.unwrap();
    }

    #[tokio::test]
    async fn a_folder_that_went_away_is_trouble_and_not_a_picture_that_is_missing() {
        let dir = tempfile::tempdir().unwrap();
        let (root, elsewhere) = (dir.path().join("assets"), dir.path().join("elsewhere"));
        let store = store(&root).await;
        store.put(&key(PICTURE), Bytes::from_static(b"paid for")).await.unwrap();
        disk::rename(&root, &elsewhere).unwrap();
        let away = |error: AssetStoreError| matches!(error, AssetStoreError::Unavailable(_));
        assert!(store.get(&key(PICTURE)).await.is_err_and(away));
        assert!(store.exists(&key(PICTURE)).await.is_err_and(away));
        assert!(store.put(&key(PICTURE), Bytes::from_static(b"beside it")).await.is_err_and(away));
        assert!(!root.exists(), "nothing is written where it was");
        disk::rename(&elsewhere, &root).unwrap();
        assert_eq!(store.get(&key(PICTURE)).await.unwrap(), &b"paid for"[..]);
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
