//! `nproxy keys import`

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context as _;
use nproxy_app::keys::{self, Became, Format, Import, ImportError, LineResult, words};

use super::known_provider;
use crate::args::{ImportFormat, ImportKeys};
use crate::desk::Desk;
use crate::failure::{InPart, Usage};
use crate::progress::Progress;

pub async fn run(desk: &Desk, what: &ImportKeys) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    known_provider(app, what.provider.as_deref())?;
    let text = read(&what.file).with_context(|| format!("{} can't be read", what.file.display()))?;
    let import = Import {
        text: &text,
        format: what.format.map(|format| match format {
            ImportFormat::Csv => Format::Csv,
            ImportFormat::Lines => Format::Lines,
        }),
        provider: what.provider.as_deref(),
        max_in_flight: what.max_in_flight,
        dry_run: what.dry_run,
    };
    let progress = Progress::new(*out, "importing keys");
    let imported = keys::import(app, by, import).await.map_err(|error| match error {
        ImportError::Store(error) => error.into(),
        other => anyhow::Error::from(Usage(other.to_string())),
    })?;
    drop(progress);
    out.say(&imported, || {
        // Of thousands that went well there is nothing to be read.
        let lines = imported.lines.iter().filter_map(refused);
        let verb = if imported.dry_run { "would be imported" } else { "imported" };
        let sum = format!("{} {verb}, {} refused", words::counted(imported.imported, "key"), imported.refused);
        lines.chain([sum]).collect::<Vec<_>>().join("\n")
    });
    if imported.refused > 0 {
        let all = imported.imported + imported.refused;
        let was = if imported.refused == 1 { "was" } else { "were" };
        let said = format!("{} of {} {was} refused", imported.refused, words::counted(all, "line"));
        return Err(InPart::of(imported.refused, all, said));
    }
    Ok(())
}

fn refused(line: &LineResult) -> Option<String> {
    match &line.became {
        Became::Imported { .. } => None,
        Became::Refused { reason, .. } => Some(format!("line {}: refused: {reason}", line.line)),
    }
}

/// No more than can be imported, and a byte, so that too much is noticed.
fn read(file: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let most = keys::IMPORT_BYTES_MAX as u64 + 1;
    if file == Path::new("-") {
        io::stdin().lock().take(most).read_to_end(&mut text)?;
    } else {
        File::open(file)?.take(most).read_to_end(&mut text)?;
    }
    Ok(text)
}
