//! A new proxy.

use nproxy_domain::ProxyId;
use nproxy_store::StoreError;
use nproxy_store::proxies::{self, KeepError, NewProxy};
use serde_json::json;

use super::ProxyView;
use super::label::{LabelError, label};
use super::test::{Unreachable, remember, try_out};
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error(transparent)]
    Label(#[from] LabelError),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    #[error(transparent)]
    Keep(#[from] KeepError),
}

impl From<StoreError> for AddError {
    fn from(error: StoreError) -> Self {
        Self::Keep(error.into())
    }
}

/// Seals the proxy, unless nothing comes out of it; `untested`: whatever comes out of it. No key goes out through it
/// before it is assigned.
pub async fn add(app: &App, by: &By, new: NewProxy, untested: bool) -> Result<ProxyView, AddError> {
    let new = &NewProxy { label: label(&new.label)?, ..new };
    let tested = &if untested { None } else { Some(try_out(app, &new.url).await?) };
    let added = app.store.write(|tx| async move {
        let row = proxies::add(&tx, &app.env, app.store.master_key(), new).await?;
        let row = remember(app, &tx, row, tested.as_ref()).await?;
        let after = json!({ "label": row.label, "place": row.place });
        let change = Change::of("proxies.add", format!("proxy:{}", ProxyId(row.id))).after(after);
        by.did(&tx, &app.env, change).await?;
        Ok::<_, AddError>(row)
    });
    Ok(ProxyView::of(app, added.await?, 0))
}
