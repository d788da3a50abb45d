//! The one deed that turns a switch.

use nproxy_store::StoreError;
use nproxy_store::switches;
use serde_json::json;

pub use nproxy_store::switches::{SignUp, Switch, Switches};

use crate::App;
use crate::audit::{By, Change};

/// How all switches stand now.
pub async fn read(app: &App) -> Result<Switches, StoreError> {
    switches::read(app.store.read()).await
}

/// Turns a switch and puts it on record. Whatever obeys it reads it anew, so it holds at once in every process.
pub async fn set(app: &App, by: &By, switch: Switch, reason: Option<&str>) -> Result<(), StoreError> {
    app.store
        .write(move |tx| async move {
            let before = switches::read(&tx).await?.position(switch);
            switches::set(&tx, switch, by.actor, reason, app.env.now()).await?;
            let change = Change::of("switches.set", format!("switch:{}", switch.name()))
                .before(json!(before.map(Switch::value)))
                .after(json!(switch.value()))
                .because(reason.map(str::to_owned));
            by.did(&tx, &app.env, change).await?;
            // Work that was held back by the switch goes on.
            tx.notify(nproxy_store::Topic::Work);
            Ok(())
        })
        .await
}
