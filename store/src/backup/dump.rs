//! Reading everything, as of one moment, while others write.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Stdio};

use super::place::{Kind, Listener, heard, not_there, pointed, program};
use super::{DumpError, Place};
use crate::store::{Pools, Store};

const PROGRAM: &str = "pg_dump";

/// The bytes of a database; [`Dump::finish`] says whether they were all.
pub struct Dump(Source);

enum Source {
    Program { child: Child, stdout: ChildStdout, said: Listener },
    Copy { file: File, path: PathBuf },
}

impl std::fmt::Debug for Dump {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dump")
    }
}

impl Dump {
    /// Begins. `beside` is a path at which nothing lies: a copy of an embedded database is there until this is dropped.
    pub async fn begin(store: &Store, place: &Place, beside: &Path) -> Result<Self, DumpError> {
        match (&place.0, store.pools()) {
            (Kind::Postgres { url, password }, _) => of_postgres(url, password.as_deref()),
            (Kind::Sqlite(_), Pools::Sqlite { write, .. }) => {
                let path = beside.to_str().ok_or(DumpError::NoDatabase)?;
                sqlx::query("VACUUM INTO $1").bind(path).execute(write).await.map_err(crate::StoreError::from)?;
                Ok(Self(Source::Copy { file: File::open(beside)?, path: beside.to_owned() }))
            }
            (Kind::Sqlite(_), Pools::Postgres(_)) => Err(DumpError::NoDatabase),
        }
    }

    /// After the last byte was read.
    pub fn finish(mut self) -> Result<(), DumpError> {
        let Source::Program { child, said, .. } = &mut self.0 else { return Ok(()) };
        let status = child.wait()?;
        let said = said.heard();
        if status.success() { Ok(()) } else { Err(DumpError::Failed { program: PROGRAM, said }) }
    }
}

fn of_postgres(url: &str, password: Option<&str>) -> Result<Dump, DumpError> {
    let mut command = program(PROGRAM);
    // Whose rows they are on the old server means nothing on a new one, and comments on extensions are their owners'.
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--no-comments"]);
    pointed(&mut command, url, password);
    let child = heard(&mut command).stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| not_there(error, PROGRAM))?;
    let said = Listener::new(child.stderr.take());
    let stdout = child.stdout.take().ok_or_else(|| io::Error::other("no pipe"))?;
    Ok(Dump(Source::Program { child, stdout, said }))
}

impl Read for Dump {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match &mut self.0 {
            Source::Program { stdout, .. } => stdout.read(buffer),
            Source::Copy { file, .. } => file.read(buffer),
        }
    }
}

impl Drop for Dump {
    fn drop(&mut self) {
        match &mut self.0 {
            Source::Program { child, .. } => {
                let _ = child.kill().and_then(|()| child.wait());
            }
            Source::Copy { path, .. } => {
                let _ = std::fs::remove_file(path);
            }
        }
    }
}
