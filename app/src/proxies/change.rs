//! Another label or address for a proxy; its keys stay with it.

use nproxy_domain::ProxyId;
use nproxy_store::proxies::{self, KeepError, ProxyChange};
use nproxy_store::{StoreError, Topic};
use serde_json::json;

use super::ProxyView;
use super::label::{LabelError, label};
use super::test::{Unreachable, remember, try_out};
use crate::App;
use crate::audit::{By, Change, ReasonMissing, reason_if_said};

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error(transparent)]
    Label(#[from] LabelError),
    #[error(transparent)]
    Reason(#[from] ReasonMissing),
    #[error(transparent)]
    Unreachable(#[from] Unreachable),
    #[error(transparent)]
    Keep(#[from] KeepError),
}

impl From<StoreError> for ChangeError {
    fn from(error: StoreError) -> Self {
        Self::Keep(error.into())
    }
}

/// What goes through it now comes to its end by the old address. A new one has to work, unless it is to be kept `untested`.
pub async fn change(
    app: &App,
    by: &By,
    id: ProxyId,
    change: ProxyChange,
    untested: bool,
    reason: Option<&str>,
) -> Result<ProxyView, ChangeError> {
    let reason = &reason_if_said(reason)?;
    let change = &ProxyChange { label: change.label.as_deref().map(label).transpose()?, ..change };
    let tested = &match &change.url {
        Some(url) if !untested => Some(try_out(app, url).await?),
        _ => None,
    };
    let changed = app.store.write(|tx| async move {
        let (before, after) = proxies::change(&tx, &app.env, app.store.master_key(), id, change).await?;
        let after = remember(app, &tx, after, tested.as_ref()).await?;
        // A password alone may be new: the place stays the same then.
        let line = Change::of("proxies.change", format!("proxy:{id}"))
            .before(json!({ "label": before.label, "place": before.place }))
            .after(json!({ "label": after.label, "place": after.place, "new_address": change.url.is_some() }));
        by.did(&tx, &app.env, line.because(reason.clone())).await?;
        // A key that must not go around it may be to be had again.
        tx.notify(Topic::Work);
        Ok::<_, ChangeError>(after)
    });
    Ok(ProxyView::one(app, changed.await?).await?)
}
