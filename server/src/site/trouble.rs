//! Files of the operator that can't be used.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

/// Why; it begins with the path.
#[derive(Debug, thiserror::Error)]
pub enum FileTrouble {
    #[error("{} can't be read: {error}", .path.display())]
    Unreadable { path: PathBuf, error: io::Error },
    #[error("{} is larger than {} KiB", .path.display(), .bytes_max / 1024)]
    TooLarge { path: PathBuf, bytes_max: u64 },
    #[error("{} is not text in UTF-8", .0.display())]
    NotText(PathBuf),
    #[error("{} is not a picture that can be shown here: {known} are", .path.display())]
    NotAPicture { path: PathBuf, known: &'static str },
    #[error("{} holds no picture", .0.display())]
    NoPictures(PathBuf),
}

/// The whole file, which is not larger than this.
pub fn read(path: &Path, bytes_max: u64) -> Result<Vec<u8>, FileTrouble> {
    let unreadable = |error| FileTrouble::Unreadable { path: path.to_owned(), error };
    let mut bytes = Vec::new();
    fs::File::open(path).map_err(unreadable)?.take(bytes_max + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if u64::try_from(bytes.len()).is_ok_and(|read| read > bytes_max) {
        return Err(FileTrouble::TooLarge { path: path.to_owned(), bytes_max });
    }
    Ok(bytes)
}
