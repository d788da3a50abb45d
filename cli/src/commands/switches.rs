//! `nproxy switches ..`

use std::path::Path;

use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::switches::{self, SwitchView, Turn, TurnError};
use serde_json::{Value, json};

use crate::args::{SetSwitch, Switches};
use crate::failure::Usage;
use crate::out::{Out, shown, table};

pub async fn run(command: Switches, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    match command {
        Switches::List => list(&app, out).await,
        Switches::Set(set) => turn(&app, set, out).await,
    }
}

async fn list(app: &App, out: Out) -> anyhow::Result<()> {
    let all = switches::list(app).await?;
    out.say(&json!({ "switches": all.iter().map(view).collect::<Vec<_>>() }), || text(&all));
    Ok(())
}

async fn turn(app: &App, set: SetSwitch, out: Out) -> anyhow::Result<()> {
    let SetSwitch { name, value, text, until, reason } = set;
    let wanted = Turn { name: name.clone(), value, text, until, reason };
    switches::turn(app, &By::operator(), wanted).await.map_err(|error| match error {
        TurnError::Store(error) => anyhow::Error::from(error),
        usage => Usage(usage.to_string()).into(),
    })?;
    let all = switches::list(app).await?;
    let turned = all.iter().find(|switch| switch.name == name);
    let answer = json!({ "switch": turned.map(view) });
    out.say(&answer, || turned.map(|switch| format!("{}: {}.", switch.label, switch.value)).unwrap_or_default());
    Ok(())
}

fn view(switch: &SwitchView) -> Value {
    json!({
        "name": switch.name, "label": switch.label, "value": switch.value, "values": switch.values,
        "text": switch.text, "until": switch.until, "reason": switch.reason, "actor": switch.actor,
        "changed_at": switch.changed_at,
    })
}

fn text(all: &[SwitchView]) -> String {
    let rows: Vec<[String; 4]> = all
        .iter()
        .map(|switch| {
            let said = [&switch.text, &switch.reason].into_iter().flatten().map(|text| shown(text));
            [shown(&switch.name), switch.value.clone(), switch.values.join(" | "), said.collect::<Vec<_>>().join("; ")]
        })
        .collect();
    table(["SWITCH", "VALUE", "VALUES", "SAID"], &rows)
}
