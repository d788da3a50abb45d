//! `nproxy backup ..`

use std::path::{Path, PathBuf};

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use nproxy_app::backup::{self, BackupError, Identities, Keep, Listed, Order};
use nproxy_app::keys::words::counted;
use nproxy_config::{Config, S3};
use nproxy_store::backup::Place;
use nproxy_store::bucket::{Bucket, BucketTrouble, TransferError};
use secrecy::ExposeSecret as _;
use serde_json::json;

use crate::args::{Backup, FetchBackup, MakeBackup, VerifyBackup, WhereBackups};
use crate::failure::Usage;
use crate::out::Out;
use crate::parts::Parts;
use crate::progress::Progress;
use crate::table::{number, table, text, whole};
use crate::{buckets, env, wire};

const MIB: u64 = 1024 * 1024;

pub async fn run(command: Backup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    match command {
        Backup::Run(asked) => make(asked, file, out).await,
        Backup::List(asked) => list(asked, file, out).await,
        Backup::Fetch(asked) => fetch(asked, file, out).await,
        Backup::Verify(asked) => verify(asked, file, out).await,
    }
}

async fn make(asked: MakeBackup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    let s3 = parts.config.backup.s3();
    let order = Order {
        place: place(&parts.config)?,
        folder: asked.to.unwrap_or_else(|| parts.config.backup.dir.clone()),
        bucket: if s3.is_named() { Some(Arc::new(buckets::open(s3, None).await?)) } else { None },
        recipients: parts.recipients.clone(),
        keep: Keep { daily: parts.config.backup.keep_daily, weekly: parts.config.backup.keep_weekly },
    };
    let configured = parts.config.backup.clone();
    let store = wire::store(&parts).await?;
    let app = wire::app(parts, store, env::system()).await?;
    let progress = Progress::new(out, "backing up");
    let made = backup::make(&app, &order).await.map_err(|error| told(error, configured.s3()))?;
    drop(progress);
    let answer = json!({
        "file": made.path, "made_at": made.name.made_at, "bytes": made.bytes, "master_key": made.name.master_key,
        "removed": made.removed, "in_bucket": order.bucket.is_some(),
    });
    out.say(&answer, || {
        let removed = match made.removed {
            0 => String::new(),
            n => format!("\n{} removed.", counted(n, "older one")),
        };
        let places = if order.bucket.is_some() { ", and in the bucket" } else { "" };
        format!(
            "{} ({} MiB){places}. Pictures are not in it. The master key is not either: keep {} in another place.{removed}",
            made.path.display(),
            made.bytes / MIB,
            made.name.master_key,
        )
    });
    Ok(())
}

/// A refusal of the bucket names the key of the configuration that is wrong.
fn told(error: BackupError, s3: S3<'_>) -> anyhow::Error {
    match error {
        BackupError::NotBrought { path, error: TransferError::Bucket(BucketTrouble::Refused { setting, reason }) } => {
            let key = buckets::key_of(s3, setting);
            anyhow!("{path} was made, but could not be brought into the bucket: {key}: {reason}")
        }
        error => error.into(),
    }
}

async fn list(asked: WhereBackups, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    if asked.bucket {
        let config = super::parts(file)?.config;
        let all = backup::list_in_bucket(&bucket(&config).await?).await?;
        let place = format!("the bucket {}", config.backup.s3_bucket);
        show(&all, &place, |listed| listed.name.to_string(), out);
        return Ok(());
    }
    let folder = match asked.folder {
        Some(folder) => folder,
        None => super::parts(file)?.config.backup.dir,
    };
    let path = |listed: &Listed| folder.join(listed.name.to_string()).display().to_string();
    show(&backup::list(&folder).await?, &folder.display().to_string(), path, out);
    Ok(())
}

fn show(all: &[Listed], place: &str, called: impl Fn(&Listed) -> String, out: Out) {
    let answer: Vec<_> = all
        .iter()
        .map(|one| {
            let (made_at, master_key) = (one.name.made_at, &one.name.master_key);
            json!({ "file": called(one), "made_at": made_at, "bytes": one.bytes, "master_key": master_key })
        })
        .collect();
    out.say(&json!({ "backups": answer }), || {
        if all.is_empty() {
            return format!("There is no backup in {place}. `nproxy backup run` makes one.");
        }
        let columns = [whole("FILE"), text("MADE AT"), number("MIB"), text("MASTER KEY")];
        let rows = all.iter().map(|one| {
            let at = one.name.made_at.format("%F %T UTC").to_string();
            [called(one).into(), at.into(), (one.bytes / MIB).to_string().into(), one.name.master_key.as_str().into()]
        });
        table(columns, rows.collect())
    });
}

async fn fetch(asked: FetchBackup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let config = super::parts(file)?.config;
    let bucket = bucket(&config).await?;
    let name = if let Some(name) = asked.name {
        name
    } else {
        let newest = backup::list_in_bucket(&bucket).await?.into_iter().next();
        newest.with_context(|| format!("there is no backup in the bucket {}", config.backup.s3_bucket))?.name
    };
    let progress = Progress::new(out, "fetching the backup");
    let path = backup::fetch(&bucket, &name, &asked.to.unwrap_or_else(|| config.backup.dir.clone())).await?;
    drop(progress);
    out.say(&json!({ "file": path, "made_at": name.made_at, "master_key": name.master_key }), || {
        format!("{} is here. `nproxy restore --from {0}` fills an empty database with it.", path.display())
    });
    Ok(())
}

async fn bucket(config: &Config) -> anyhow::Result<Bucket> {
    if !config.backup.s3().is_named() {
        return Err(Usage("backup.s3_bucket: the configuration names no bucket".to_owned()).into());
    }
    buckets::must_work(config, &env::system(), config.backup.s3()).await
}

async fn verify(asked: VerifyBackup, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let parts = super::parts(file)?;
    let identities = identities(&parts, asked.identity.as_deref())?;
    let path: PathBuf = if let Some(path) = asked.file {
        path
    } else {
        let dir = &parts.config.backup.dir;
        let newest = backup::list(dir).await?.into_iter().next();
        let newest = newest.with_context(|| format!("there is no backup in {}", dir.display()))?;
        dir.join(newest.name.to_string())
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
