//! Files that are there as a whole or not at all.

use std::io;
use std::path::Path;

use tokio::fs;
use tokio::io::AsyncWriteExt as _;

/// Writes `temp`, syncs it and renames it to `path`, whose folders are made if need be. `temp` lies on the same
/// file system; nothing of it is left when this fails.
pub async fn write_whole(temp: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = write(temp, path, bytes).await;
    if written.is_err() {
        let _ = fs::remove_file(temp).await;
    }
    written
}

async fn write(temp: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    make_folder(folder).await?;
    let mut file = fs::File::create(temp).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(temp, path).await?;
    sync_folder(folder).await
}

/// A new folder lasts only once the folder that holds it is synced.
async fn make_folder(folder: &Path) -> io::Result<()> {
    if fs::try_exists(folder).await? {
        return Ok(());
    }
    let Some(parent) = folder.parent() else { return Ok(()) };
    Box::pin(make_folder(parent)).await?;
    match fs::create_dir(folder).await {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_folder(parent).await
}

async fn sync_folder(folder: &Path) -> io::Result<()> {
    // The parent of a relative path's first folder has no name.
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    fs::File::open(folder).await?.sync_all().await
}
