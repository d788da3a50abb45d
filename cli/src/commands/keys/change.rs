//! `nproxy keys activate`, `nproxy keys disable`

use nproxy_app::bulk::Outcome;
use nproxy_app::keys::{self, BulkAct, BulkError, BulkRow, Chosen, FindError, KeyAct, words};
use serde_json::{Value, json};

use crate::args::ChangeKeys;
use crate::desk::Desk;
use crate::failure::{InPart, Usage};
use crate::out;

/// Of a dry run that was given no reason; it is put down nowhere.
const DRY_RUN: &str = "dry run";

pub async fn run(desk: &Desk, which: &ChangeKeys, act: KeyAct) -> anyhow::Result<()> {
    if which.dry_run {
        return would(desk, which, act).await;
    }
    let Desk { app, by, out } = desk;
    let changed = keys::change(app, by, &which.keys, act, which.reason.as_deref()).await?;
    if out.json || !changed.keys.is_empty() {
        let answer = json!({ "dry_run": false, "keys": changed.keys, "refused": refused(&changed.refused) });
        out.say(&answer, || {
            let done = changed.keys.iter().map(|key| format!("{} {} now.", key.label, words::does(key.state)));
            done.collect::<Vec<_>>().join("\n")
        });
    }
    judge(desk, which, &changed.refused)
}

async fn would(desk: &Desk, which: &ChangeKeys, act: KeyAct) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let (mut ids, mut unknown) = (Vec::new(), Vec::new());
    for name in &which.keys {
        match keys::id(app, name).await {
            Ok(id) => ids.push(id),
            Err(FindError::Store(error)) => return Err(error.into()),
            Err(error) => unknown.push(error),
        }
    }
    let act = match act {
        KeyAct::Activate => BulkAct::Activate,
        KeyAct::Disable => BulkAct::Disable,
    };
    let reason = which.reason.as_deref().unwrap_or(DRY_RUN);
    let told = keys::bulk(app, by, &Chosen::Ids(ids), act, reason, true).await;
    let told = told.map_err(|error| match error {
        BulkError::Store(error) => anyhow::Error::from(error),
        usage => Usage(usage.to_string()).into(),
    })?;
    if out.json || !told.is_empty() {
        let keys: Vec<Value> = told
            .iter()
            .map(|row| json!({ "id": row.id, "label": row.label, "changes": row.outcome == Outcome::Done }))
            .collect();
        out.say(&json!({ "dry_run": true, "keys": keys, "refused": refused(&unknown) }), || {
            told.iter().map(|row| in_words(row, act)).collect::<Vec<_>>().join("\n")
        });
    }
    judge(desk, which, &unknown)
}

fn in_words(row: &BulkRow, act: BulkAct) -> String {
    let would = if act == BulkAct::Activate { "would be active" } else { "would be disabled" };
    match &row.outcome {
        Outcome::Done => format!("{} {would}.", row.label),
        Outcome::Unchanged => format!("{} is so already.", row.label),
        Outcome::Refused(why) => format!("{}: {why}", row.label),
    }
}

fn refused(errors: &[FindError]) -> Vec<Value> {
    errors.iter().map(|error| json!({ "error": error.to_string() })).collect()
}

fn judge(desk: &Desk, which: &ChangeKeys, refused: &[FindError]) -> anyhow::Result<()> {
    if refused.is_empty() {
        return Ok(());
    }
    if !desk.out.json {
        for error in refused {
            out::note(&format!("nproxy: {error}"));
        }
    }
    let (refused, all) = (refused.len(), which.keys.len());
    let said = format!("{refused} of {} could not be found; see `nproxy keys list`", words::counted(all, "key"));
    Err(InPart::of(refused as u64, all as u64, said))
}
