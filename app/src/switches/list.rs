//! Every switch that there is, turned or not.

use std::collections::HashMap;

use nproxy_domain::Timestamp;
use nproxy_domain::redact::plain;
use nproxy_store::StoreError;
use nproxy_store::switches::{self, SwitchRow};

use super::{SignUp, Switch};
use crate::App;

/// A switch as admins see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchView {
    pub name: String,
    /// In plain English.
    pub label: String,
    pub value: String,
    /// The positions that it may have; the first one is the usual.
    pub values: Vec<&'static str>,
    pub text: Option<String>,
    pub until: Option<Timestamp>,
    /// Of whoever turned it last; `None` three times: nobody did.
    pub reason: Option<String>,
    pub actor: Option<String>,
    pub changed_at: Option<Timestamp>,
}

/// The ones of the whole product first, then those of processors, providers and models, in the configuration's order.
pub async fn list(app: &App) -> Result<Vec<SwitchView>, StoreError> {
    let rows = switches::rows(app.store.read()).await?;
    let mut turned: HashMap<_, _> = rows.into_iter().map(|row| (row.name.clone(), row)).collect();
    Ok(known(app).into_iter().map(|known| view(known, &mut turned)).collect())
}

/// The names of all switches.
pub(super) fn names(app: &App) -> Vec<String> {
    known(app).into_iter().map(|known| known.name).collect()
}

struct Known {
    name: String,
    label: String,
    values: Vec<&'static str>,
}

fn known(app: &App) -> Vec<Known> {
    let on_off = |switch: Switch, label: String| Known { name: switch.name(), label, values: vec!["on", "off"] };
    let whole = |switch: Switch, label: &str, values: &[&'static str]| Known {
        name: switch.name(),
        label: label.to_owned(),
        values: values.to_vec(),
    };
    let sign_up = match app.settings.accounts.sign_up {
        SignUp::Open => ["open", "invite", "closed"],
        SignUp::Invite => ["invite", "open", "closed"],
        SignUp::Closed => ["closed", "open", "invite"],
    };
    let mut known = vec![
        whole(Switch::GenerationPaused(true), "Image generation", &["running", "paused"]),
        whole(Switch::ReadOnly(true), "Read-only", &["off", "on"]),
        whole(Switch::SignUp(SignUp::Open), "Sign-up", &sign_up),
    ];
    known.extend(app.processors.ids().map(|id| {
        let label = app.processors.about(id).map_or_else(|| id.to_string(), |about| about.label.clone());
        on_off(Switch::Invoices(id.clone(), true), format!("Invoices: {}", plain(&label, &[])))
    }));
    known.extend(
        app.gateway.providers().map(|id| on_off(Switch::Provider(id.clone(), true), format!("Provider: {id}"))),
    );
    known.extend(
        app.catalog
            .models()
            .iter()
            .map(|model| on_off(Switch::Model(model.id.clone(), true), format!("Model: {}", plain(&model.label, &[])))),
    );
    known
}

fn view(known: Known, turned: &mut HashMap<String, SwitchRow>) -> SwitchView {
    let Known { name, label, values } = known;
    let usual = values.first().copied().unwrap_or_default().to_owned();
    match turned.remove(&name) {
        None => SwitchView {
            name,
            label,
            value: usual,
            values,
            text: None,
            until: None,
            reason: None,
            actor: None,
            changed_at: None,
        },
        Some(row) => SwitchView {
            name,
            label,
            value: row.value,
            values,
            text: row.notice,
            until: row.until,
            reason: row.reason,
            actor: Some(row.actor),
            changed_at: Some(row.changed_at),
        },
    }
}
