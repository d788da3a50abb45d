//! Filling an empty database, and finding out whether one could be filled.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Stdio};

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use super::place::{Kind, Listener, heard, not_there, pointed, program};
use super::{DumpError, Engine, Place};
use crate::StoreError;
use crate::store::Store;

const PROGRAM: &str = "pg_restore";
/// What every file of SQLite begins with.
const SQLITE_MAGIC: &[u8] = b"SQLite format 3\0";

/// Takes the bytes of a [`super::Dump`]; [`Restoring::finish`] makes them count. Dropped before, nothing was done.
pub struct Restoring(Target);

enum Target {
    Program {
        child: Child,
        stdin: Option<ChildStdin>,
        said: Listener,
    },
    File {
        file: File,
        path: PathBuf,
        to: PathBuf,
    },
    /// The first bytes, for a look.
    Look(Vec<u8>),
}

impl std::fmt::Debug for Restoring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Restoring")
    }
}

impl Restoring {
    /// Into this place, which holds nothing and which nobody is connected to.
    pub fn into_place(place: &Place) -> Result<Self, DumpError> {
        match &place.0 {
            Kind::Postgres { url, password } => {
                let mut command = program(PROGRAM);
                command.args(["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]);
                pointed(&mut command, url, password.as_deref());
                started(command)
            }
            Kind::Sqlite(to) => {
                let path = to.with_extension("restoring");
                Ok(Self(Target::File { file: File::create(&path)?, path, to: to.clone() }))
            }
        }
    }

    /// Into nothing: an archive is read to its end, as if it were restored.
    pub fn into_nothing(engine: Engine) -> Result<Self, DumpError> {
        match engine {
            Engine::Postgres => {
                let mut command = program(PROGRAM);
                command.arg("--file=/dev/null");
                started(command)
            }
            Engine::Sqlite => Ok(Self(Target::Look(Vec::new()))),
        }
    }

    /// After the last byte was written.
    pub fn finish(mut self) -> Result<(), DumpError> {
        match &mut self.0 {
            Target::Program { child, stdin, said } => {
                drop(stdin.take());
                let status = child.wait()?;
                let said = said.heard();
                if status.success() { Ok(()) } else { Err(DumpError::Failed { program: PROGRAM, said }) }
            }
            Target::File { file, path, to } => {
                file.sync_all()?;
                Ok(fs::rename(path, to)?)
            }
            Target::Look(begin) if begin == SQLITE_MAGIC => Ok(()),
            Target::Look(_) => Err(DumpError::NoDatabase),
        }
    }

    /// Why it takes no more bytes, which is told by the program itself and not by its closed pipe.
    pub fn failed(mut self, error: io::Error) -> DumpError {
        match &mut self.0 {
            Target::Program { child, stdin, said } if error.kind() == io::ErrorKind::BrokenPipe => {
                drop(stdin.take());
                let _ = child.wait();
                DumpError::Failed { program: PROGRAM, said: said.heard() }
            }
            _ => error.into(),
        }
    }
}

fn started(mut command: std::process::Command) -> Result<Restoring, DumpError> {
    let child = heard(&mut command).stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
    let mut child = child.map_err(|error| not_there(error, PROGRAM))?;
    let said = Listener::new(child.stderr.take());
    let stdin = child.stdin.take();
    Ok(Restoring(Target::Program { child, stdin, said }))
}

impl Write for Restoring {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Target::Program { stdin: Some(stdin), .. } => stdin.write(bytes),
            Target::Program { stdin: None, .. } => Err(io::ErrorKind::BrokenPipe.into()),
            Target::File { file, .. } => file.write(bytes),
            Target::Look(begin) => {
                let wanted = SQLITE_MAGIC.len() - begin.len();
                begin.extend_from_slice(&bytes[..wanted.min(bytes.len())]);
                Ok(bytes.len())
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Target::Program { stdin: Some(stdin), .. } => stdin.flush(),
            Target::File { file, .. } => file.flush(),
            Target::Program { stdin: None, .. } | Target::Look(_) => Ok(()),
        }
    }
}

impl Drop for Restoring {
    fn drop(&mut self) {
        match &mut self.0 {
            // Before its pipe is closed: it must not take that for the end and commit.
            Target::Program { child, .. } => {
                let _ = child.kill().and_then(|()| child.wait());
            }
            Target::File { path, .. } => {
                let _ = fs::remove_file(path);
            }
            Target::Look(_) => {}
        }
    }
}

impl Store {
    /// No table of anybody's is in it.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        let sql = match self.backend() {
            DbBackend::Sqlite => "SELECT count(*) AS n FROM sqlite_master",
            _ => {
                "SELECT count(*) AS n FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p', 'S', 'v', 'm') AND n.nspname NOT LIKE 'pg!_%' ESCAPE '!'
                AND n.nspname <> 'information_schema'
                AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"
            }
        };
        let row = self.read().query_one_raw(Statement::from_string(self.backend(), sql)).await?;
        let tables: i64 = row.map_or(Ok(0), |row| row.try_get("", "n"))?;
        Ok(tables == 0)
    }
}
