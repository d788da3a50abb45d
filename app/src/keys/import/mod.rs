//! Many keys at once: what can be kept is kept, and every line is told what became of it.
//!
//! **Invariant:** nothing that is told quotes a cell of the file but a label that was kept: any other may be a secret in the
//! wrong place.

mod keep;
mod lines;
mod refusal;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::{StoreError, Topic, Tx};
use serde::Serialize;
use serde_json::json;

pub use lines::{Format, HeaderError};
pub(super) use lines::{NAME_CHARS_MAX, limits_in_range, name_of, secret_of};
pub use refusal::Refusal;

use crate::App;
use crate::audit::{By, Change};

/// Keys that are kept with one command.
pub const LINES_MAX: usize = 100_000;
pub const BYTES_MAX: usize = 64 * 1024 * 1024;
pub const LABEL_CHARS_MAX: usize = 100;
/// Another process added one of the keys at the same instant: then they are looked up again, this often.
const TRIES_MAX: u32 = 3;

/// What to take in.
#[derive(Clone, Copy)]
pub struct Import<'a> {
    pub text: &'a [u8],
    /// `None`: it is seen from the first line.
    pub format: Option<Format>,
    /// Of the lines that don't name one.
    pub provider: Option<&'a str>,
    /// Requests at once of the lines that don't say.
    pub max_in_flight: u32,
    /// Tells what would become of each line, and keeps nothing.
    pub dry_run: bool,
}

impl std::fmt::Debug for Import<'_> {
    /// The text is secrets.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import")
            .field("bytes", &self.text.len())
            .field("dry_run", &self.dry_run)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("there is nothing to import")]
    Empty,
    #[error("at most {BYTES_MAX} bytes can be imported at once")]
    TooLarge,
    #[error("at most {LINES_MAX} lines can be imported at once")]
    TooMany,
    #[error(transparent)]
    Header(#[from] HeaderError),
    #[error(transparent)]
    MaxInFlight(Refusal),
    #[error("there is no such provider in the configuration; there are: {known}")]
    UnknownProvider { known: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Imported {
    pub dry_run: bool,
    pub imported: u64,
    pub refused: u64,
    /// In the order of the file; blank lines and comments are not told of.
    pub lines: Vec<LineResult>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LineResult {
    /// From 1.
    pub line: usize,
    #[serde(flatten)]
    pub became: Became,
}

/// What became of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Became {
    /// The id is `None` in a dry run.
    Imported {
        id: Option<KeyId>,
        provider: String,
        label: String,
        fingerprint: String,
    },
    Refused {
        code: &'static str,
        reason: String,
    },
}

enum Undone {
    DryRun(Imported),
    Store(StoreError),
}

impl From<StoreError> for Undone {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// One transaction: either all good lines and the act's record are kept, or none.
pub async fn import(app: &App, by: &By, import: Import<'_>) -> Result<Imported, ImportError> {
    if import.text.len() > BYTES_MAX {
        return Err(ImportError::TooLarge);
    }
    if import.provider.is_some_and(|provider| app.gateway.provider(&provider.into()).is_none()) {
        return Err(ImportError::UnknownProvider { known: known_providers(app) });
    }
    limits_in_range(Some(import.max_in_flight), None).map_err(ImportError::MaxInFlight)?;
    let lines = lines::read(&import)?;
    match lines.len() {
        0 => return Err(ImportError::Empty),
        n if n > LINES_MAX => return Err(ImportError::TooMany),
        _ => {}
    }
    let lines = &lines;
    let mut tries = 1;
    loop {
        let kept = app.store.write(|tx| async move {
            let imported = keep::keep(app, &tx, lines, import.dry_run).await?;
            if import.dry_run {
                return Err(Undone::DryRun(imported));
            }
            on_record(app, &tx, by, &imported).await?;
            Ok(imported)
        });
        match kept.await {
            Ok(imported) | Err(Undone::DryRun(imported)) => return Ok(imported),
            Err(Undone::Store(StoreError::Unique { .. })) if tries < TRIES_MAX => tries += 1,
            Err(Undone::Store(error)) => return Err(error.into()),
        }
    }
}

async fn on_record(app: &App, tx: &Tx, by: &By, imported: &Imported) -> Result<(), StoreError> {
    if imported.imported == 0 {
        return Ok(());
    }
    let mut of: BTreeMap<&str, u64> = BTreeMap::new();
    for line in &imported.lines {
        if let Became::Imported { provider, .. } = &line.became {
            *of.entry(provider).or_default() += 1;
        }
    }
    let after = json!({ "imported": imported.imported, "refused": imported.refused, "providers": of });
    by.did(tx, &app.env, Change::of("keys.import", "keys".to_owned()).after(after)).await?;
    // Somebody may be waiting for a key.
    tx.notify(Topic::Work);
    Ok(())
}

/// The ids of the configured providers, for people.
pub(super) fn known_providers(app: &App) -> String {
    let known: Vec<&str> = app.gateway.providers().map(|ProviderId(id)| id.as_str()).collect();
    known.join(", ")
}
