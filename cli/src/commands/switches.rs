//! `nproxy switches ..`

use nproxy_app::switches::{self, SwitchView, Turn, TurnError};
use serde_json::{Value, json};

use crate::args::{SetSwitch, Switches};
use crate::desk::{Call, Desk};
use crate::failure::Usage;
use crate::style::Tone;
use crate::table::{Cell, spare, table, text as column, whole};

pub async fn run(command: Switches, call: Call<'_>) -> anyhow::Result<()> {
    let desk = call.desk().await?;
    match command {
        Switches::List => list(&desk).await,
        Switches::Set(set) => turn(&desk, set).await,
    }
}

async fn list(desk: &Desk) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let all = switches::list(app).await?;
    out.say(&json!({ "switches": all.iter().map(view).collect::<Vec<_>>() }), || text(&all));
    Ok(())
}

async fn turn(desk: &Desk, set: SetSwitch) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let SetSwitch { name, value, text, until, reason } = set;
    let wanted = Turn { name: name.clone(), value, text, until, reason };
    switches::turn(app, by, wanted).await.map_err(|error| match error {
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
    let rows = all.iter().map(|switch| {
        let said: Vec<&str> = [&switch.text, &switch.reason].into_iter().flatten().map(String::as_str).collect();
        // What is not as usual should be seen.
        let is_usual = switch.values.first().is_some_and(|usual| *usual == switch.value);
        let value = Cell::from(&switch.value).tone(if is_usual { Tone::Plain } else { Tone::Warn });
        [Cell::from(&switch.name), value, switch.values.join(" | ").into(), said.join("; ").into()]
    });
    table([whole("SWITCH"), whole("VALUE"), spare("VALUES"), column("SAID")], rows.collect())
}
