//! `nproxy keys activate`, `nproxy keys disable`

use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::keys::{self, KeyAct, words};
use serde_json::{Value, json};

use crate::args::ChangeKeys;
use crate::failure::Told;
use crate::out::{self, Out};

pub async fn run(app: &App, which: &ChangeKeys, act: KeyAct, out: Out) -> anyhow::Result<()> {
    let changed = keys::change(app, &By::operator(), &which.keys, act, which.reason.as_deref()).await?;
    let refused: Vec<Value> = changed.refused.iter().map(|error| json!({ "error": error.to_string() })).collect();
    if out.json || !changed.keys.is_empty() {
        out.say(&json!({ "keys": changed.keys, "refused": refused }), || {
            let done = changed.keys.iter().map(|key| format!("{} {} now.", key.label, words::does(key.state)));
            done.collect::<Vec<_>>().join("\n")
        });
    }
    if changed.refused.is_empty() {
        return Ok(());
    }
    if !out.json {
        for error in &changed.refused {
            out::note(&format!("nproxy: {error}"));
        }
    }
    let (refused, all) = (changed.refused.len(), which.keys.len());
    let all = words::counted(all, "key");
    Err(Told(format!("{refused} of {all} could not be found; see `nproxy keys list`")).into())
}
