//! A new upstream key.

use nproxy_domain::provider::ApiKey;
use nproxy_domain::redact::plain;
use nproxy_store::entities::proxies::Model as Proxy;
use nproxy_store::keys::{self, AddKeyError, NewKey};
use nproxy_store::{StoreError, Topic, proxies};
use secrecy::ExposeSecret as _;
use serde_json::json;

use super::import::{LABEL_CHARS_MAX, NAME_CHARS_MAX, Refusal, known_providers, limits_in_range, name_of, secret_of};
use super::view::{self, KeyView};
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("there is no [providers.{given}] in the configuration; there are: {known}")]
    UnknownProvider { given: String, known: String },
    #[error("there is no proxy {0:?}; see `nproxy proxies list`")]
    UnknownProxy(String),
    #[error("a label has 1 to {LABEL_CHARS_MAX} characters")]
    Label,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Key(#[from] AddKeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals the key and puts it to work at once. Its label and account are made plain, so that they can be shown and typed
/// anywhere.
pub async fn add(app: &App, by: &By, new: NewKey) -> Result<KeyView, AddError> {
    check_provider(app, &new.provider.0)?;
    let label = plain(&new.label, &[]);
    if label.is_empty() || label.chars().count() > LABEL_CHARS_MAX {
        return Err(AddError::Label);
    }
    let account = new.account.as_deref().map(|account| plain(account, &[])).filter(|account| !account.is_empty());
    secrets(&new.api_key)?;
    limits_in_range(Some(new.limits.max_in_flight), new.limits.rpm)?;
    if new.proxy_only && new.proxy.is_none() {
        return Err(Refusal::ProxyOnlyWithoutProxy.into());
    }
    name_of("label", &label, LABEL_CHARS_MAX, &new.api_key)?;
    if let Some(account) = &account {
        name_of("account", account, NAME_CHARS_MAX, &new.api_key)?;
    }
    let new = &NewKey { label, account, ..new };
    let added = app.store.write(|tx| async move {
        if let Some(proxy) = new.proxy {
            proxies::hold(&tx, proxy).await?.ok_or_else(|| AddError::UnknownProxy(proxy.to_string()))?;
        }
        let id = keys::add(&tx, &app.env, app.store.master_key(), new.clone()).await?;
        let after = json!({ "provider": new.provider, "label": new.label, "account": new.account });
        by.did(&tx, &app.env, Change::of("keys.add", format!("key:{id}")).after(after)).await?;
        // Somebody may be waiting for a key.
        tx.notify(Topic::Work);
        let row = keys::get(&tx, id).await?.ok_or_else(|| StoreError::Internal(format!("key {id} is gone")))?;
        Ok::<_, AddError>(row)
    });
    Ok(view::one(app, added.await?).await?)
}

/// Whether these can be secrets at all.
pub(super) fn secrets(api_key: &ApiKey) -> Result<(), Refusal> {
    let secret = secret_of("secret", api_key.secret.expose_secret())?;
    if secret.is_empty() {
        return Err(Refusal::NoSecret);
    }
    match &api_key.billing_secret {
        Some(billing) => secret_of("billing_secret", billing.expose_secret()).map(drop),
        None => Ok(()),
    }
}

/// Refuses a provider that the configuration doesn't name, and tells those that it does.
pub fn check_provider(app: &App, given: &str) -> Result<(), AddError> {
    if app.gateway.provider(&given.into()).is_some() {
        return Ok(());
    }
    Err(AddError::UnknownProvider { given: plain(given, &[]), known: known_providers(app) })
}

/// The proxy that a new key is to go out through.
pub async fn proxy(app: &App, name: &str) -> Result<Proxy, AddError> {
    let found = proxies::find(app.store.read(), name).await?;
    found.ok_or_else(|| AddError::UnknownProxy(plain(name, &[])))
}
