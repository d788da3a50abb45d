//! `nproxy backup ..`

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use nproxy_app::backup::{self, Identities, Keep, Order};
use nproxy_app::keys::words::counted;
use nproxy_config::Config;
use nproxy_store::backup::Place;
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::args::{Backup, MakeBackup, VerifyBackup, WhereBackups};
use crate::failure::Usage;
use crate::out::Out;
use crate::parts::Parts;
use crate::progress::Progress;
use crate::table::{number, table, text, whole};
use crate::{env, wire};

const MIB: u64 = 1024 * 1024;

pub async fn run(command: Backup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    match command {
        Backup::Run(asked) => make(asked, file, out).await,
        Backup::List(asked) => list(asked, file, out).await,
        Backup::Verify(asked) => verify(asked, file, out).await,
    }
}

async fn make(asked: MakeBackup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    let order = Order {
        place: place(&parts.config)?,
        folder: asked.to.unwrap_or_else(|| parts.config.backup.dir.clone()),
        recipients: parts.recipients.clone(),
        keep: Keep { daily: parts.config.backup.keep_daily, weekly: parts.config.backup.keep_weekly },
    };
    let store = wire::store(&parts).await?;
    let app = wire::app(parts, store, env::system()).await?;
    let progress = Progress::new(out, "backing up");
    let made = backup::make(&app, &order).await?;
    drop(progress);
    let answer = json!({
        "file": made.path, "made_at": made.name.made_at, "bytes": made.bytes, "master_key": made.name.master_key,
        "removed": made.removed,
    });
    out.say(&answer, || {
        let removed = match made.removed {
            0 => String::new(),
            n => format!("\n{} removed.", counted(n, "older one")),
        };
        format!(
            "{} ({} MiB). Pictures are not in it. The master key is not either: keep {} in another place.{removed}",
            made.path.display(),
            made.bytes / MIB,
            made.name.master_key,
        )
    });
    Ok(())
}

async fn list(asked: WhereBackups, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let folder = match asked.folder {
        Some(folder) => folder,
        None => super::parts(file)?.config.backup.dir,
    };
    let all = backup::list(&folder).await?;
    let answer: Vec<_> = all
        .iter()
        .map(|one| {
            let (made_at, master_key) = (one.name.made_at, &one.name.master_key);
            json!({ "file": one.path, "made_at": made_at, "bytes": one.bytes, "master_key": master_key })
        })
        .collect();
    out.say(&json!({ "backups": answer }), || {
        if all.is_empty() {
            return format!("There is no backup in {}. `nproxy backup run` makes one.", folder.display());
        }
        let columns = [whole("FILE"), text("MADE AT"), number("MIB"), text("MASTER KEY")];
        let rows = all.iter().map(|one| {
            let at = one.name.made_at.format("%F %T UTC").to_string();
            let (path, mib) = (one.path.display().to_string(), (one.bytes / MIB).to_string());
            [path.into(), at.into(), mib.into(), one.name.master_key.as_str().into()]
        });
        table(columns, rows.collect())
    });
    Ok(())
}

async fn verify(asked: VerifyBackup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    let identities = identities(&parts, asked.identity.as_deref())?;
    let path: PathBuf = if let Some(path) = asked.file {
        path
    } else {
        let dir = &parts.config.backup.dir;
        let newest = backup::list(dir).await?.into_iter().next();
        newest.with_context(|| format!("there is no backup in {}", dir.display()))?.path
    };
    let progress = Progress::new(out, "reading the backup");
    let verified = backup::verify(&path, &identities).await?;
    drop(progress);
    let manifest = &verified.manifest;
    out.say(&json!({ "ok": true, "file": path, "bytes": verified.bytes, "manifest": manifest }), || {
        format!(
            "{} is whole: {} MiB of a database as of {}, made by nproxy {}. It needs the master key {}.",
            path.display(),
            verified.bytes / MIB,
            manifest.made_at.format("%F %T UTC"),
            crate::out::shown(&manifest.version),
            crate::out::shown(&manifest.master_key),
        )
    });
    Ok(())
}

pub(super) fn place(config: &Config) -> anyhow::Result<Place> {
    Ok(Place::of(config.database.url.expose_secret())?)
}

/// Of the file, or what the master key opens.
pub(super) fn identities(parts: &Parts, file: Option<&Path>) -> anyhow::Result<Identities> {
    let Some(file) = file else { return Ok(Identities::of_master_key(&parts.master_key)) };
    let text = std::fs::read_to_string(file).with_context(|| format!("{} can't be read", file.display()))?;
    Identities::parse(&text).map_err(|error| Usage(format!("{} {error}", file.display())).into())
}
