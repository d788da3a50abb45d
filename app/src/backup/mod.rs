//! Backups of the database: sealed, dated, a few of them kept; and the way back.
//!
//! A backup is a file in the format of [age](https://age-encryption.org), which its own tool opens as well. In it are a
//! line of JSON, the [`Manifest`], and behind it the bytes of the database. Pictures are no part of it: they lie in the
//! asset store, whose files never change. It lies in a folder, and in a bucket as well where one is named.
//!
//! **Invariant:** the master key is in no backup. The manifest and the file's name say which one is needed beside it.

mod bucket;
mod file;
mod keys;
mod make;
mod name;
mod restore;
mod rotate;

use std::io;

use nproxy_store::backup::DumpError;
use nproxy_store::bucket::TransferError;
use nproxy_store::{MasterKeyError, StoreError};

pub use bucket::{fetch, list_in_bucket};
pub use file::{Manifest, Verified, verify};
pub use keys::{Identities, KeyInvalid, Recipients};
pub use make::{Made, Order, make};
pub use name::BackupName;
pub use restore::{RestoreError, Restored, restore};
pub use rotate::{Keep, Listed, list};

/// Why there is no backup, or none that could be used.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{path}: {error}")]
    Io { path: String, error: io::Error },
    #[error(transparent)]
    Dump(#[from] DumpError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    MasterKey(#[from] MasterKeyError),
    /// What was read is not what was written.
    #[error("{path} is damaged: {reason}")]
    Damaged { path: String, reason: String },
    #[error("{path} is no backup of nproxy's: {reason}")]
    NoBackup { path: String, reason: String },
    /// `wanted`: the fingerprint of the master key, as far as the file's name says it.
    #[error(
        "{path} can't be opened with this key{}",
        .wanted.as_ref().map(|id| format!(": it needs the master key {id}")).unwrap_or_default()
    )]
    OtherKey { path: String, wanted: Option<String> },
    #[error("{path} was made, but could not be brought into the bucket: {error}")]
    NotBrought { path: String, error: TransferError },
    #[error(transparent)]
    Bucket(TransferError),
}
