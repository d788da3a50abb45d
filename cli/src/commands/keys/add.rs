//! `nproxy keys add`

use nproxy_app::keys::{self, AddError, NewKey};
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{ProviderId, ProxyId};
use serde_json::json;

use super::known_provider;
use crate::args::AddKey;
use crate::desk::Desk;
use crate::failure::Usage;
use crate::input;

pub async fn run(desk: &Desk, new: AddKey) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    known_provider(app, Some(&new.provider))?;
    let proxy = match &new.proxy {
        Some(name) => Some(ProxyId(keys::proxy(app, name).await.map_err(failed)?.id)),
        None => None,
    };
    let new = NewKey {
        provider: ProviderId(new.provider),
        label: new.label,
        api_key: ApiKey::new(input::secret("API key")?),
        account: new.account,
        proxy,
        proxy_only: new.proxy_only,
        limits: KeyLimits { max_in_flight: new.max_in_flight, rpm: new.rpm },
    };
    let key = keys::add(app, by, new).await.map_err(failed)?;
    out.say(&json!({ "key": key }), || format!("Added {} as {}.", key.label, key.id));
    Ok(())
}

fn failed(error: AddError) -> anyhow::Error {
    match error {
        AddError::UnknownProvider { .. } | AddError::UnknownProxy(_) | AddError::Label | AddError::Refused(_) => {
            Usage(error.to_string()).into()
        }
        AddError::Key(_) | AddError::Store(_) => error.into(),
    }
}
