//! Proxies that keys go out through.

use nproxy_store::StoreError;
use nproxy_store::entities::proxies::Model;
use nproxy_store::entities::text;
use nproxy_store::lists::ProxyFilter;

use super::Shown;
use crate::App;
use crate::proxies::ProxyView;

/// Whether an address can be opened is seen by opening it: of no more than these.
const OPENED_MAX: u64 = 10_000;

/// What is asked of a proxy's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Health {
    Ok,
    Dead,
    /// Its address can't be opened.
    Unreadable,
}

/// Narrowed to those of this health.
pub async fn of_health(app: &App, filter: ProxyFilter, health: Health) -> Result<ProxyFilter, StoreError> {
    let unreadable = ProxyFilter::unreadable(app.store.read(), app.store.master_key(), OPENED_MAX).await?;
    let of = |health| ProxyFilter { health: Some(health), but: unreadable.clone(), ..filter.clone() };
    Ok(match health {
        Health::Ok => of(text::ProxyHealth::Ok),
        Health::Dead => of(text::ProxyHealth::Dead),
        Health::Unreadable => ProxyFilter { only: Some(unreadable), ..filter },
    })
}

impl Shown for ProxyFilter {
    type Item = ProxyView;

    const NAME: &'static str = "proxies";

    async fn items(app: &App, rows: Vec<Model>) -> Result<Vec<ProxyView>, StoreError> {
        ProxyView::all(app, rows).await
    }
}
