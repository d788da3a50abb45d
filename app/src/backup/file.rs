//! The inside of a backup: a line that says what it is, then the database.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use age::{DecryptError, Decryptor, Encryptor};
use nproxy_domain::Timestamp;
use nproxy_store::backup::{Dump, DumpError, Engine, Restoring};
use serde::{Deserialize, Serialize};

use super::{BackupError, BackupName, Identities, Recipients};

/// Of the line; a newer program's may say more than we know.
const FORMAT: u32 = 1;
const MANIFEST_BYTES_MAX: u64 = 64 * 1024;
const COPY_BYTES: usize = 256 * 1024;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// When its reading of the database began.
    pub made_at: Timestamp,
    /// Of the program that made it.
    pub version: String,
    pub engine: Engine,
    /// The newest step of the schema.
    pub schema: String,
    /// The fingerprint of the master key that the secrets in it are sealed with.
    pub master_key: String,
}

impl Manifest {
    pub(super) fn new(made_at: Timestamp, engine: Engine, schema: String, master_key: String) -> Self {
        Self { format: FORMAT, made_at, version: env!("CARGO_PKG_VERSION").to_owned(), engine, schema, master_key }
    }
}

/// A backup that was read to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub manifest: Manifest,
    /// Of the database's bytes in it.
    pub bytes: u64,
}

/// Reads a whole backup as a restore would: every byte of it is authentic, and its archive can be read to the end.
pub async fn verify(path: &Path, identities: &Identities) -> Result<Verified, BackupError> {
    let (path, identities) = (path.to_owned(), identities.clone());
    blocking(move || {
        let mut opened = Opened::open(&path, &identities)?;
        let into = Restoring::into_nothing(opened.manifest.engine)?;
        let bytes = opened.pour(into)?;
        Ok(Verified { manifest: opened.manifest, bytes })
    })
    .await
}

/// Programs and files are waited for on threads that may wait.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, BackupError> + Send + 'static,
) -> Result<T, BackupError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|panic| std::panic::resume_unwind(panic.into_panic()))
}

/// Writes a whole backup; the number of bytes that the database had.
pub(super) fn write(
    to: &mut impl Write,
    recipients: &Recipients,
    manifest: &Manifest,
    mut dump: Dump,
) -> Result<u64, DumpError> {
    let sealing = Encryptor::with_recipients(recipients.all()).map_err(io::Error::other)?;
    let mut sealed = sealing.wrap_output(to)?;
    let mut line = serde_json::to_vec(manifest).map_err(io::Error::other)?;
    line.push(b'\n');
    sealed.write_all(&line)?;
    let bytes = copy(&mut dump, &mut sealed).map_err(|(Copying::From(error) | Copying::To(error))| error)?;
    dump.finish()?;
    sealed.finish()?;
    Ok(bytes)
}

/// A backup whose first line was read.
pub(super) struct Opened {
    path: PathBuf,
    pub manifest: Manifest,
    rest: BufReader<age::stream::StreamReader<BufReader<File>>>,
}

impl Opened {
    pub(super) fn open(path: &Path, identities: &Identities) -> Result<Self, BackupError> {
        let at = path.display().to_string();
        let file = File::open(path).map_err(|error| BackupError::Io { path: at.clone(), error })?;
        let stream = Decryptor::new(BufReader::new(file)).and_then(|sealed| sealed.decrypt(identities.all()));
        let stream = stream.map_err(|error| unopened(path, error))?;
        let mut rest = BufReader::with_capacity(COPY_BYTES, stream);
        let mut line = Vec::new();
        let read = rest.by_ref().take(MANIFEST_BYTES_MAX).read_until(b'\n', &mut line);
        read.map_err(|error| damaged(path, &error))?;
        let manifest = serde_json::from_slice::<Manifest>(&line).map_err(|error| error.to_string());
        let manifest = manifest.and_then(|manifest| match manifest.format {
            FORMAT => Ok(manifest),
            format => Err(format!("format {format} is of another version of nproxy")),
        });
        let manifest = manifest.map_err(|reason| BackupError::NoBackup { path: at, reason })?;
        Ok(Self { path: path.to_owned(), manifest, rest })
    }

    /// The database's bytes, all of them or an error; their number.
    pub(super) fn pour(&mut self, mut into: Restoring) -> Result<u64, BackupError> {
        match copy(&mut self.rest, &mut into) {
            Ok(bytes) => {
                into.finish()?;
                Ok(bytes)
            }
            Err(Copying::From(error)) => Err(damaged(&self.path, &error)),
            Err(Copying::To(error)) => Err(into.failed(error).into()),
        }
    }
}

/// At which end a copy broke.
enum Copying {
    From(io::Error),
    To(io::Error),
}

fn copy(from: &mut impl Read, to: &mut impl Write) -> Result<u64, Copying> {
    let (mut buffer, mut bytes) = (vec![0; COPY_BYTES], 0);
    loop {
        let n = match from.read(&mut buffer) {
            Ok(0) => return Ok(bytes),
            Ok(n) => n,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(Copying::From(error)),
        };
        to.write_all(&buffer[..n]).map_err(Copying::To)?;
        bytes += n as u64;
    }
}

fn unopened(path: &Path, error: DecryptError) -> BackupError {
    let at = path.display().to_string();
    match error {
        DecryptError::NoMatchingKeys => {
            let name = path.file_name().and_then(|name| name.to_str()?.parse::<BackupName>().ok());
            BackupError::OtherKey { path: at, wanted: name.map(|name| name.master_key) }
        }
        DecryptError::InvalidHeader | DecryptError::UnknownFormat => {
            BackupError::NoBackup { path: at, reason: "it does not begin like one".to_owned() }
        }
        error => BackupError::Damaged { path: at, reason: error.to_string() },
    }
}

fn damaged(path: &Path, error: &io::Error) -> BackupError {
    BackupError::Damaged { path: path.display().to_string(), reason: error.to_string() }
}
