//! The whole database as a stream of bytes, and back; and which backups were made of it.
//!
//! PostgreSQL is read and filled by its own programs, `pg_dump` and `pg_restore`, at the other end of a pipe; SQLite is a file.
//! Streams are blocking: they belong on a thread of their own.
//!
//! **Invariant:** what is restored is there as a whole or not at all.

mod dump;
mod place;
mod record;
mod restore;

use std::io;

use serde::{Deserialize, Serialize};

use crate::StoreError;

pub use dump::Dump;
pub use place::Place;
pub use record::{NewBackup, Signs, record, signs};
pub use restore::Restoring;

/// What the bytes are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Engine {
    /// An archive in `pg_dump`'s custom format.
    Postgres,
    /// A database file.
    Sqlite,
}

#[derive(Debug, thiserror::Error)]
pub enum DumpError {
    #[error(
        "{0} was not found: install PostgreSQL's client programs of the server's version (Debian: postgresql-client)"
    )]
    NoProgram(&'static str),
    /// Its own words, made plain.
    #[error("{program} failed: {said}")]
    Failed { program: &'static str, said: String },
    #[error("this is no database of the kind that it is said to be")]
    NoDatabase,
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Store(#[from] StoreError),
}
