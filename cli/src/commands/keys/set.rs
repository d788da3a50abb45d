//! `nproxy keys set`, `nproxy keys rotate`

use anyhow::anyhow;
use nproxy_app::App;
use nproxy_app::keys::{self, Becomes, KeyChange, KeyFile, RotateError, UpdateError};
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{KeyId, ProxyId};
use serde_json::json;

use super::with_advice;
use crate::args::{RotateKey, SetKey};
use crate::desk::Desk;
use crate::failure::Usage;
use crate::input;

/// In place of a proxy's name: directly.
const NONE: &str = "none";

pub async fn set(desk: &Desk, wanted: SetKey) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let id = keys::id(app, &wanted.key).await.map_err(with_advice)?;
    let SetKey { label, account, no_account, proxy, proxy_only, max_in_flight, rpm, no_rpm, .. } = wanted;
    let proxy = match proxy {
        None => Becomes::AsBefore,
        Some(name) if name.eq_ignore_ascii_case(NONE) => Becomes::Now(None),
        Some(name) => {
            let row = keys::proxy(app, &name).await.map_err(|error| Usage(error.to_string()))?;
            Becomes::Now(Some(ProxyId(row.id)))
        }
    };
    let change = KeyChange {
        label,
        account: becomes(account, no_account),
        proxy,
        proxy_only,
        max_in_flight,
        rpm: becomes(rpm, no_rpm),
    };
    let changed = keys::update(app, by, id, change, &wanted.reason).await.map_err(|error| match error {
        UpdateError::NotFound => anyhow!("{error} (see `nproxy keys list`)"),
        UpdateError::Store(error) => error.into(),
        other => Usage(other.to_string()).into(),
    })?;
    let key = file(app, id).await?.record.key;
    out.say(&json!({ "key": key, "changed": changed }), || {
        if changed { format!("Changed {}.", key.label) } else { format!("{} was so before.", key.label) }
    });
    Ok(())
}

pub async fn rotate(desk: &Desk, wanted: &RotateKey) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let id = keys::id(app, &wanted.key).await.map_err(with_advice)?;
    let secret = ApiKey::new(input::secret("API key")?);
    let new = keys::rotate(app, by, id, secret, &wanted.reason).await.map_err(|error| match error {
        RotateError::NotFound => anyhow!("{error} (see `nproxy keys list`)"),
        RotateError::ReasonMissing | RotateError::Refused(_) => Usage(error.to_string()).into(),
        RotateError::Key(_) | RotateError::Store(_) => error.into(),
    })?;
    let old = file(app, id).await?.record.key;
    out.say(&json!({ "key": new, "old": old }), || {
        let drains = match old.in_flight {
            0 => String::new(),
            n => format!(" What it has in flight ({n}) comes to its end."),
        };
        format!("{} is {} now. The old key is disabled and called {}.{drains}", new.label, new.id, old.label)
    });
    Ok(())
}

fn becomes<T>(new: Option<T>, none: bool) -> Becomes<T> {
    if none || new.is_some() { Becomes::Now(new) } else { Becomes::AsBefore }
}

async fn file(app: &App, id: KeyId) -> anyhow::Result<KeyFile> {
    keys::file(app, id).await?.ok_or_else(|| anyhow!("the key {id} is gone"))
}
