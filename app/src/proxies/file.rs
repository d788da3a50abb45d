//! A proxy at the admins' desk.

use nproxy_domain::ProxyId;
use nproxy_store::keys::{self, KeyFilter};
use nproxy_store::{StoreError, proxies};

use super::ProxyView;
use crate::App;
use crate::keys::{self as deeds, KeyView};

const KEYS_SHOWN_MAX: u64 = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyFile {
    pub proxy: ProxyView,
    /// The oldest 100 that go out through it; `proxy.keys` counts all.
    pub keys: Vec<KeyView>,
}

/// `None`: there is no such proxy.
pub async fn file(app: &App, id: ProxyId) -> Result<Option<ProxyFile>, StoreError> {
    let db = app.store.read();
    let Some(row) = proxies::get(db, id).await? else { return Ok(None) };
    let through = KeyFilter { proxy: Some(id), ..KeyFilter::default() };
    let keys = keys::page(db, &through, app.env.now(), None, KEYS_SHOWN_MAX).await?;
    Ok(Some(ProxyFile { proxy: ProxyView::one(app, row).await?, keys: deeds::views(app, keys).await? }))
}
