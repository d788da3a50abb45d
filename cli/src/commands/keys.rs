//! `nproxy keys ..`

use std::path::Path;

use anyhow::Context as _;
use nproxy_app::audit::By;
use nproxy_app::keys::{self, AddError, KeyAct, KeyView, NewKey};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{KeyId, ProviderId, Timestamp};
use serde::Serialize;
use serde_json::json;

use crate::args::{AddKey, Keys};
use crate::failure::Usage;
use crate::input;
use crate::out::{Out, shown, table};

pub async fn run(command: Keys, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    match command {
        Keys::Add(new) => add(new, file, out).await,
        Keys::List { provider } => list(provider.map(ProviderId), file, out).await,
        Keys::Disable { id } => change(&id, KeyAct::Disable, file, out).await,
        Keys::Activate { id } => change(&id, KeyAct::Activate, file, out).await,
    }
}

async fn add(new: AddKey, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let provider = ProviderId(new.provider);
    if app.gateway.provider(&provider).is_none() {
        return Err(Usage(AddError::UnknownProvider(provider.0).to_string()).into());
    }
    let new = NewKey {
        provider,
        label: new.label,
        api_key: ApiKey::new(input::secret("API key")?),
        account: new.account,
        proxy: None,
        proxy_only: false,
        limits: KeyLimits { max_in_flight: new.max_in_flight, rpm: new.rpm },
    };
    let key = Shown::from(keys::add(&app, &By::operator(), new).await?);
    out.say(&json!({ "key": key }), || format!("Added {} as {}.", key.label, key.id));
    Ok(())
}

async fn list(provider: Option<ProviderId>, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let keys: Vec<Shown> = keys::list(&app, provider.as_ref()).await?.into_iter().map(Shown::from).collect();
    out.say(&json!({ "keys": keys }), || {
        if keys.is_empty() {
            let of = provider.as_ref().map(|id| format!(" of [providers.{}]", shown(&id.0))).unwrap_or_default();
            return format!(
                "There are no keys{of}. Add one with `nproxy keys add --provider ID --label NAME < secret.txt`."
            );
        }
        let rows: Vec<_> = keys.iter().map(Shown::row).collect();
        table(["ID", "PROVIDER", "LABEL", "ACCOUNT", "STATE", "IN FLIGHT", "STRIKES"], &rows)
    });
    Ok(())
}

async fn change(id: &str, act: KeyAct, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let id: KeyId = id.parse().map_err(|_| Usage(format!("{id:?} is no id of a key; see `nproxy keys list`")))?;
    let app = super::app(file).await?;
    let changed = keys::change(&app, &By::operator(), id, act, None).await;
    let key = Shown::from(changed.with_context(|| format!("key {id} (see `nproxy keys list`)"))?);
    out.say(&json!({ "key": key }), || format!("{} is {} now.", key.label, key.state));
    Ok(())
}

/// A key on a terminal or in JSON; labels are people's text.
#[derive(Serialize)]
struct Shown {
    id: KeyId,
    provider: String,
    label: String,
    account: Option<String>,
    state: String,
    until: Option<Timestamp>,
    strikes: i64,
    in_flight: i64,
    max_in_flight: i64,
    rpm: Option<i64>,
    fingerprint: String,
    created_at: Timestamp,
}

impl From<KeyView> for Shown {
    fn from(key: KeyView) -> Self {
        Self {
            id: key.id,
            provider: key.provider,
            label: shown(&key.label),
            account: key.account.as_deref().map(shown),
            state: key.state,
            until: key.until,
            strikes: key.strikes,
            in_flight: key.in_flight,
            max_in_flight: key.max_in_flight,
            rpm: key.rpm,
            fingerprint: key.fingerprint,
            created_at: key.created_at,
        }
    }
}

impl Shown {
    fn row(&self) -> [String; 7] {
        let state = match self.until {
            Some(until) => format!("{} until {}", self.state, until.format("%F %T")),
            None => self.state.clone(),
        };
        [
            self.id.to_string(),
            self.provider.clone(),
            self.label.clone(),
            self.account.clone().unwrap_or_default(),
            state,
            format!("{}/{}", self.in_flight, self.max_in_flight),
            self.strikes.to_string(),
        ]
    }
}
