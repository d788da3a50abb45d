//! One proxy and who goes out through it.

use nproxy_domain::keys::KeyState;
use nproxy_domain::{KeyId, ProxyId};
use nproxy_store::keys::{self, KeyFilter};
use nproxy_store::{StoreError, proxies};

use super::ProxyView;
use crate::App;

const KEYS_SHOWN_MAX: u64 = 200;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyDetails {
    pub proxy: ProxyView,
    /// The oldest 200; `proxy.keys` counts all.
    pub keys: Vec<KeyThrough>,
}

/// A key that goes out through the proxy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyThrough {
    pub id: KeyId,
    pub provider: String,
    pub label: String,
    pub account: Option<String>,
    pub state: String,
    /// Never around it.
    pub proxy_only: bool,
}

/// By id or label. `None`: there is no such proxy.
pub async fn show(app: &App, name: &str) -> Result<Option<ProxyDetails>, StoreError> {
    let Some(row) = proxies::find(app.store.read(), name).await? else { return Ok(None) };
    let through = KeyFilter { proxy: Some(ProxyId(row.id)), ..KeyFilter::default() };
    let keys = keys::page(app.store.read(), &through, app.env.now(), None, KEYS_SHOWN_MAX).await?;
    let now = app.env.now();
    let keys = keys.into_iter().map(|key| KeyThrough {
        id: KeyId(key.id),
        provider: key.provider,
        label: key.label,
        account: key.account,
        // As it is in effect: a cooldown that has ended is probation.
        state: KeyState::from_row(&key.state, key.until).map_or(key.state, |state| state.at(now).name().to_owned()),
        proxy_only: key.proxy_only,
    });
    let keys = keys.collect();
    Ok(Some(ProxyDetails { proxy: ProxyView::one(app, row).await?, keys }))
}

/// The one that people call so, by id or label.
pub async fn find(app: &App, name: &str) -> Result<Option<ProxyId>, StoreError> {
    Ok(proxies::find(app.store.read(), name).await?.map(|row| ProxyId(row.id)))
}
