//! The second place of backups: a bucket, so that none is lost together with the server.

use std::path::{Path, PathBuf};

use nproxy_store::bucket::{Bucket, BucketTrouble, TransferError};
use tokio::fs;

use super::name::BEGIN;
use super::rotate::{Keep, Listed, surplus};
use super::{BackupError, BackupName};

/// Newest first.
pub async fn list_in_bucket(bucket: &Bucket) -> Result<Vec<Listed>, BucketTrouble> {
    let files = bucket.files(BEGIN).await?.into_iter();
    let mut all: Vec<_> =
        files.filter_map(|file| Some(Listed { name: file.name.parse().ok()?, bytes: file.bytes })).collect();
    all.sort_by(|a, b| b.name.cmp(&a.name));
    Ok(all)
}

/// Brings one that was just made there, then removes what is one too many; the number of those.
pub(super) async fn bring(bucket: &Bucket, path: &Path, made: &BackupName, keep: Keep) -> Result<u32, TransferError> {
    bucket.upload(path, &made.to_string()).await?;
    let all = list_in_bucket(bucket).await?;
    let mut removed = 0;
    for listed in surplus(&all, keep, made) {
        bucket.remove(&listed.name.to_string()).await?;
        removed += 1;
    }
    Ok(removed)
}

/// Brings one back into a folder, where it is as a whole or not at all.
pub async fn fetch(bucket: &Bucket, name: &BackupName, folder: &Path) -> Result<PathBuf, BackupError> {
    let path = folder.join(name.to_string());
    let partial = folder.join(format!(".{name}.partial"));
    let fails = |error| BackupError::Io { path: path.display().to_string(), error };
    fs::create_dir_all(folder).await.map_err(fails)?;
    let new = fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&partial).await;
    let came = bucket.download(&name.to_string(), &mut new.map_err(fails)?).await;
    if let Err(error) = came {
        drop(fs::remove_file(&partial).await);
        return Err(match error {
            TransferError::File(error) => fails(error),
            error => BackupError::Bucket(error),
        });
    }
    fs::rename(&partial, &path).await.map_err(fails)?;
    Ok(path)
}
