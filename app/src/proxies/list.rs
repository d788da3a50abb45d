//! All proxies, for an admin.

use nproxy_store::{StoreError, proxies};

use super::ProxyView;
use crate::App;

const PAGE_ROWS: u64 = 500;

/// In the order of their labels.
pub async fn list(app: &App) -> Result<Vec<ProxyView>, StoreError> {
    let mut all: Vec<ProxyView> = Vec::new();
    loop {
        let after = all.last().map(|proxy| proxy.label.clone());
        let page = proxies::page(app.store.read(), after.as_deref(), PAGE_ROWS).await?;
        if page.is_empty() {
            return Ok(all);
        }
        all.extend(ProxyView::all(app, page).await?);
    }
}
