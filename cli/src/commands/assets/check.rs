//! `nproxy assets check`

use std::path::Path;

use nproxy_app::assets;
use nproxy_app::keys::words::counted;
use serde_json::json;

use crate::failure::Told;
use crate::out::Out;
use crate::progress::Progress;
use crate::style::Tone;

const MIB: u64 = 1024 * 1024;

pub async fn run(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = crate::commands::app(file).await?;
    let progress = Progress::new(out, "comparing pictures");
    let found = assets::check(&app, |more| progress.step(more)).await?;
    drop(progress);
    let missing: Vec<_> = found.missing.iter().map(|(id, key)| json!({ "id": id, "key": key.as_str() })).collect();
    let unknown: Vec<_> =
        found.unknown.iter().map(|one| json!({ "key": one.key.as_str(), "bytes": one.bytes })).collect();
    let answer = json!({
        "ok": found.is_good(), "pictures": found.rows, "files": found.objects, "bytes": found.bytes,
        "missing": found.missing_count, "unknown": found.unknown_count, "unknown_bytes": found.unknown_bytes,
        "missing_pictures": missing, "unknown_files": unknown,
    });
    out.say(&answer, || {
        let mut lines = vec![format!(
            "{} and {} of {} MiB were compared.",
            counted(found.rows, "picture"),
            counted(found.objects, "file"),
            found.bytes / MIB
        )];
        lines.extend(found.missing.iter().map(|(id, key)| format!("picture {id}: no file {key}")));
        lines.extend(
            found.unknown.iter().map(|one| format!("file {}: no picture", crate::out::shown(one.key.as_str()))),
        );
        if found.is_good() {
            lines.push(Tone::Good.paint("Every picture has its file and every file its picture."));
        }
        lines.join("\n")
    });
    if found.is_good() {
        return Ok(());
    }
    let (missing, unknown) = (counted(found.missing_count, "picture"), counted(found.unknown_count, "file"));
    Err(Told(format!(
        "{missing} without a file, {unknown} without a picture; the latter go by themselves after some days"
    ))
    .into())
}
