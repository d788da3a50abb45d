//! Where a database is, for programs beside ours.

use std::ffi::OsString;
use std::fmt;
use std::io::{ErrorKind, Read as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStderr, Command, Stdio};
use std::thread::{self, JoinHandle};

use nproxy_domain::redact;
use percent_encoding::percent_decode_str;
use url::Url;

use super::{DumpError, Engine};
use crate::StoreError;

/// Where Debian has the programs of each version; what `pg_dump` means elsewhere on its path may be another version's.
const DEBIAN: &str = "/usr/lib/postgresql";
/// What libpq knows of what may stand in an address; sqlx knows more.
const KNOWN_TO_LIBPQ: [&str; 8] = ["host", "port", "user", "dbname", "sslmode", "sslrootcert", "sslcert", "sslkey"];
/// More of what a program says is read by nobody.
const SAID_BYTES_MAX: u64 = 64 * 1024;

/// `Debug` shows nothing of it: it holds a password.
#[derive(Clone)]
pub struct Place(pub(super) Kind);

#[derive(Clone)]
pub(super) enum Kind {
    /// The password travels in the environment: everybody on a machine sees what programs are called with.
    Postgres {
        url: String,
        password: Option<String>,
    },
    Sqlite(PathBuf),
}

impl fmt::Debug for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Place").field(&self.engine()).finish()
    }
}

impl Place {
    /// Of an address as [`crate::StoreOptions`] takes it.
    pub fn of(url: &str) -> Result<Self, StoreError> {
        if let Some(file) = url.strip_prefix("sqlite:") {
            let file = file.strip_prefix("//").unwrap_or(file).split('?').next().unwrap_or_default();
            return Ok(Self(Kind::Sqlite(file.into())));
        }
        let mut url = Url::parse(url).map_err(|error| StoreError::Options(format!("database URL: {error}")))?;
        let of_query = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        let password = url
            .password()
            .map(|text| percent_decode_str(text).decode_utf8_lossy().into_owned())
            .or_else(|| of_query("password"));
        let known: Vec<(String, String)> = url
            .query_pairs()
            .filter(|(key, _)| KNOWN_TO_LIBPQ.contains(&key.as_ref()))
            .map(|(key, value)| (key.into_owned(), value.into_owned()))
            .collect();
        url.set_query(None);
        if !known.is_empty() {
            url.query_pairs_mut().extend_pairs(known);
        }
        // It fails where there is nobody to have one.
        let _ = url.set_password(None);
        Ok(Self(Kind::Postgres { url: url.into(), password }))
    }

    pub fn engine(&self) -> Engine {
        match self.0 {
            Kind::Postgres { .. } => Engine::Postgres,
            Kind::Sqlite(_) => Engine::Sqlite,
        }
    }
}

/// One of PostgreSQL's programs, to be pointed at a database.
pub(super) fn program(name: &'static str) -> Command {
    let newest = newest_of(Path::new(DEBIAN), name);
    Command::new(newest.map_or_else(|| OsString::from(name), Into::into))
}

pub(super) fn pointed(command: &mut Command, url: &str, password: Option<&str>) {
    command.arg("--dbname").arg(url).arg("--no-password");
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
}

fn newest_of(folder: &Path, name: &str) -> Option<PathBuf> {
    let versions = folder.read_dir().ok()?.filter_map(Result::ok);
    let numbered = versions.filter_map(|entry| Some((entry.file_name().to_str()?.parse::<u32>().ok()?, entry.path())));
    let there =
        numbered.map(|(version, path)| (version, path.join("bin").join(name))).filter(|(_, path)| path.exists());
    there.max_by_key(|(version, _)| *version).map(|(_, path)| path)
}

pub(super) fn not_there(error: std::io::Error, name: &'static str) -> DumpError {
    if error.kind() == ErrorKind::NotFound { DumpError::NoProgram(name) } else { error.into() }
}

/// What a program says while it works, so that it never waits for somebody to listen.
pub(super) struct Listener(Option<JoinHandle<String>>);

impl Listener {
    pub(super) fn new(stderr: Option<ChildStderr>) -> Self {
        let listen = |mut stderr: ChildStderr| {
            thread::spawn(move || {
                let mut said = Vec::new();
                let _ = stderr.by_ref().take(SAID_BYTES_MAX).read_to_end(&mut said);
                let _ = std::io::copy(&mut stderr, &mut std::io::sink());
                String::from_utf8_lossy(&said).into_owned()
            })
        };
        Self(stderr.map(listen))
    }

    /// Once it has ended.
    pub(super) fn heard(&mut self) -> String {
        let said = self.0.take().and_then(|thread| thread.join().ok()).unwrap_or_default();
        redact::plain(said.trim(), &[])
    }
}

/// What it says is listened to.
pub(super) fn heard(command: &mut Command) -> &mut Command {
    command.stderr(Stdio::piped())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn postgres(url: &str) -> (String, Option<String>) {
        match Place::of(url).expect("an address").0 {
            Kind::Postgres { url, password } => (url, password),
            Kind::Sqlite(file) => panic!("{}", file.display()),
        }
    }

    #[test]
    fn a_password_is_taken_out_of_the_address_that_programs_are_called_with() {
        let (url, password) =
            postgres("postgres://app:p%2Fw%20%2B+d@db:5433/nproxy?sslmode=require&statement-cache-capacity=9");
        assert_eq!(url, "postgres://app@db:5433/nproxy?sslmode=require");
        assert_eq!(password.as_deref(), Some("p/w ++d"));
        let (url, password) = postgres("postgres:///nproxy?host=/run/pg&user=app&password=secret");
        assert_eq!(url, "postgres:///nproxy?host=%2Frun%2Fpg&user=app");
        assert_eq!(password.as_deref(), Some("secret"));
        assert_eq!(postgres("postgres://app@db/nproxy"), ("postgres://app@db/nproxy".to_owned(), None));
        let shown = format!("{:?}", Place::of("postgres://app:secret@db/nproxy").unwrap());
        assert_eq!(shown, "Place(Postgres)");
    }

    #[test]
    fn the_embedded_database_is_a_file() {
        for url in ["sqlite:data/nproxy.sqlite", "sqlite://data/nproxy.sqlite?mode=rwc"] {
            let place = Place::of(url).expect("an address");
            assert!(matches!(&place.0, Kind::Sqlite(file) if file == Path::new("data/nproxy.sqlite")), "{url}");
        }
    }
}
