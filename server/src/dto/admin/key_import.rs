//! Many keys at once. `Debug` is left out of everything that holds secrets.

use nproxy_app::keys::{Became, Format, Import, Imported, LineResult};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::key_acts::MAX_IN_FLIGHT;
use crate::body::too_large;
use crate::dto::names::names;
use crate::extract::Body;
use crate::problem::{Code, Problem};

const TEXT_BYTES_MAX: usize = 2 * 1024 * 1024;
const LINES_MAX: usize = 10_000;
/// Of thousands that went well there is nothing to be read.
const ADDED_TOLD_MAX: u64 = 1000;

/// Keys to take in; good ones are kept although others are bad.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ImportKeys {
    /// Of the lines that don't name one.
    #[schema(nullable = false)]
    pub provider: Option<String>,
    #[schema(nullable = false, inline)]
    pub format: Option<ImportFormat>,
    /// CSV with a header that names `secret`, or one secret a line; at most 2 MiB and 10,000 lines.
    #[schema(value_type = String)]
    pub text: SecretString,
    /// Requests at once of the lines that don't say.
    #[schema(nullable = false, default = 4, minimum = 1, maximum = 1000)]
    pub max_in_flight: Option<u32>,
    /// Tells what would become of each line, and keeps nothing.
    pub dry_run: bool,
}

/// Absent: seen from the first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ImportFormat {
    Csv,
    Lines,
}

/// What became of a line, or would.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedLine {
    /// From 1.
    pub line: usize,
    #[schema(schema_with = outcomes)]
    pub outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub label: Option<String>,
    /// Why it is not taken; quotes nothing of the line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ImportReply {
    pub dry_run: bool,
    pub added: u64,
    pub duplicates: u64,
    pub refused: u64,
    /// The refused and the doubled, and the added where they are at most 1000.
    pub lines: Vec<ImportedLine>,
}

impl Body for ImportKeys {
    /// Line ends and quotes take two bytes in JSON.
    const BYTES_MAX: usize = 2 * TEXT_BYTES_MAX;
}

impl ImportKeys {
    /// Refuses what is too much for one request.
    pub fn read(&self) -> Result<Import<'_>, Problem> {
        let text = self.text.expose_secret();
        if text.len() > TEXT_BYTES_MAX {
            return Err(too_large(TEXT_BYTES_MAX));
        }
        // And a header.
        if text.lines().filter(|line| !line.trim().is_empty()).count() > LINES_MAX + 1 {
            let detail = format!("at most {LINES_MAX} lines can be imported at once");
            return Err(Problem::field(Code::InvalidBody, "/text", &detail));
        }
        Ok(Import {
            text: text.as_bytes(),
            format: self.format.map(|format| match format {
                ImportFormat::Csv => Format::Csv,
                ImportFormat::Lines => Format::Lines,
            }),
            provider: self.provider.as_deref(),
            max_in_flight: self.max_in_flight.unwrap_or(MAX_IN_FLIGHT),
            dry_run: self.dry_run,
        })
    }
}

impl From<Imported> for ImportReply {
    fn from(imported: Imported) -> Self {
        let tell_added = imported.imported <= ADDED_TOLD_MAX;
        let lines: Vec<ImportedLine> = imported.lines.into_iter().map(ImportedLine::from).collect();
        let count = |outcome| lines.iter().filter(|line| line.outcome == outcome).count() as u64;
        Self {
            dry_run: imported.dry_run,
            added: imported.imported,
            duplicates: count("duplicate"),
            refused: count("refused"),
            lines: lines.into_iter().filter(|line| tell_added || line.outcome != "added").collect(),
        }
    }
}

impl From<LineResult> for ImportedLine {
    fn from(result: LineResult) -> Self {
        let line = result.line;
        match result.became {
            Became::Imported { label, .. } => Self { line, outcome: "added", label: Some(label), detail: None },
            Became::Refused { code, reason } => {
                let outcome = if code.starts_with("duplicate") { "duplicate" } else { "refused" };
                Self { line, outcome, label: None, detail: Some(reason) }
            }
        }
    }
}

fn outcomes() -> Object {
    names(["added", "duplicate", "refused"])
}
