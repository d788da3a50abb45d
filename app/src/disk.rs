//! Files that are there as a whole or not at all.

use std::io;
use std::path::Path;

use tokio::fs;
use tokio::io::AsyncWriteExt as _;

/// Writes `temp`, syncs it and renames it to `path`, whose folders are made if need be. `temp` lies on the same
/// file system; nothing of it is left when this fails.
pub async fn write_whole(temp: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_for(Readers::Umask, temp, path, bytes).await
}

/// [`write_whole`] for its owner's eyes alone; so is its folder, where it is made.
pub async fn write_private(temp: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_for(Readers::Owner, temp, path, bytes).await
}

/// Who reads a file and its folder.
#[derive(Clone, Copy)]
enum Readers {
    /// As the process is started.
    Umask,
    Owner,
}

impl Readers {
    fn of_file(self) -> u32 {
        match self {
            Self::Umask => 0o666,
            Self::Owner => 0o600,
        }
    }

    fn of_folder(self) -> u32 {
        match self {
            Self::Umask => 0o777,
            Self::Owner => 0o700,
        }
    }
}

async fn write_for(readers: Readers, temp: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = write(readers, temp, path, bytes).await;
    if written.is_err() {
        let _ = fs::remove_file(temp).await;
    }
    written
}

async fn write(readers: Readers, temp: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(path);
    make_folder(readers, folder).await?;
    let mut options = fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(readers.of_file()).open(temp).await?;
    file.write_all(bytes).await?;
    file.sync_all().await?;
    drop(file);
    fs::rename(temp, path).await?;
    sync_folder(folder).await
}

/// A new folder lasts only once the folder that holds it is synced. Those that hold it are as usual.
async fn make_folder(readers: Readers, folder: &Path) -> io::Result<()> {
    if fs::try_exists(folder).await? {
        return Ok(());
    }
    let Some(parent) = folder.parent() else { return Ok(()) };
    Box::pin(make_folder(Readers::Umask, parent)).await?;
    match fs::DirBuilder::new().mode(readers.of_folder()).create(folder).await {
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
