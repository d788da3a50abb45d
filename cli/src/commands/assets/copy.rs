//! `nproxy assets copy`: from the folder to the bucket or back. Opens no database.

use std::path::Path;
use std::sync::Arc;

use nproxy_app::assets::{self, Copied, CopyOptions};
use nproxy_app::keys::words;
use nproxy_config::Config;
use nproxy_domain::Env;
use nproxy_domain::assets::AssetStore;
use serde_json::{Value, json};

use crate::args::{CopyAssets, Place};
use crate::failure::{InPart, Usage};
use crate::out::{self, Out};
use crate::progress::Progress;
use crate::{buckets, env, pictures};

const MIB: u64 = 1024 * 1024;

pub async fn run(asked: &CopyAssets, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    if asked.from == asked.to {
        return Err(Usage("--from and --to are the same place".to_owned()).into());
    }
    let (config, env) = (super::super::parts(file)?.config, env::system());
    let from = place(&config, asked.from, &env, true).await?;
    let to = place(&config, asked.to, &env, false).await?;
    let options = CopyOptions { dry_run: asked.dry_run, verify: asked.verify };
    let counting = Progress::new(out, "counting");
    let all = assets::count(from.as_ref()).await?;
    drop(counting);
    let progress = Progress::of(out, if asked.dry_run { "comparing" } else { "copying" }, all);
    let copied = assets::copy(from.as_ref(), to.as_ref(), options, || progress.step(1)).await?;
    drop(progress);
    out.say(&in_json(&copied, asked.dry_run), || in_words(&copied, asked.dry_run));
    if copied.failed > 0 {
        return Err(failed(&copied, out));
    }
    if !out.json && !asked.dry_run && asked.from.kind() == config.storage.kind {
        out::note("`nproxy assets copy --help` says how to go on.");
    }
    Ok(())
}

async fn place(config: &Config, place: Place, env: &Env, is_source: bool) -> anyhow::Result<Arc<dyn AssetStore>> {
    let storage = &config.storage;
    match place {
        Place::Fs if is_source && !storage.dir.is_dir() => {
            return Err(Usage(format!("storage.dir: there is no folder {}", storage.dir.display())).into());
        }
        Place::S3 if storage.s3_bucket.is_empty() => {
            return Err(Usage("storage.s3_bucket: the configuration names no bucket".to_owned()).into());
        }
        Place::S3 => drop(buckets::must_work(config, env, storage.s3()).await?),
        Place::Fs => {}
    }
    pictures::store(storage, place.kind(), env).await
}

fn in_json(copied: &Copied, dry_run: bool) -> Value {
    let Copied { copied, copied_bytes, there, gone, failed, told, gave_up } = copied;
    let failures: Vec<_> = told.iter().map(|(key, reason)| json!({ "key": key.as_str(), "reason": reason })).collect();
    json!({
        "dry_run": dry_run, "copied": copied, "copied_bytes": copied_bytes, "there": there, "gone": gone,
        "failed": failed, "failures": failures, "gave_up": gave_up,
    })
}

fn in_words(copied: &Copied, dry_run: bool) -> String {
    let done = if dry_run { "would be copied" } else { "copied" };
    let (objects, mib) = (words::counted(copied.copied, "object"), copied.copied_bytes.div_ceil(MIB));
    let gone = if copied.gone > 0 { format!(", {} removed meanwhile", copied.gone) } else { String::new() };
    format!("{objects} ({mib} MiB) {done}, {} there already{gone}", copied.there)
}

fn failed(copied: &Copied, out: Out) -> anyhow::Error {
    if !out.json {
        for (key, reason) in &copied.told {
            out::note(&format!("{key}: {}", out::shown(reason)));
        }
    }
    let all = copied.copied + copied.there + copied.gone + copied.failed;
    let mut said = format!("{} of {} failed", copied.failed, words::counted(all, "object"));
    if copied.gave_up {
        said.push_str(", the last ones in a row: it stopped, and another run goes on");
    }
    InPart::of(copied.failed, all, said)
}
