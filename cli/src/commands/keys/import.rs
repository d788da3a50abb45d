//! `nproxy keys import`

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context as _;
use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::keys::{self, Became, Format, Import, ImportError, LineResult};

use super::known_provider;
use crate::args::{ImportFormat, ImportKeys};
use crate::failure::{Told, Usage};
use crate::out::Out;

pub async fn run(app: &App, what: &ImportKeys, out: Out) -> anyhow::Result<()> {
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
    let imported = keys::import(app, &By::operator(), import).await.map_err(|error| match error {
        ImportError::Store(error) => error.into(),
        other => anyhow::Error::from(Usage(other.to_string())),
    })?;
    out.say(&imported, || {
        let lines = imported.lines.iter().map(|line| in_words(line, imported.dry_run));
        let verb = if imported.dry_run { "would be imported" } else { "imported" };
        let sum = format!("{} {verb}, {} refused", imported.imported, imported.refused);
        lines.chain([sum]).collect::<Vec<_>>().join("\n")
    });
    if imported.refused > 0 {
        let all = imported.imported + imported.refused;
        return Err(Told(format!("{} of {all} lines were refused", imported.refused)).into());
    }
    Ok(())
}

fn in_words(line: &LineResult, dry_run: bool) -> String {
    let said = match &line.became {
        Became::Imported { provider, label, .. } if dry_run => format!("would be {label} of {provider}"),
        Became::Imported { provider, label, id, .. } => {
            let id = id.map(|id| format!(" ({id})")).unwrap_or_default();
            format!("{label} of {provider}{id}")
        }
        Became::Refused { reason, .. } => format!("refused: {reason}"),
    };
    format!("line {}: {said}", line.line)
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
