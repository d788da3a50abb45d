//! A proxy that is no longer wanted.

use nproxy_domain::{KeyId, ProxyId};
use nproxy_store::StoreError;
use nproxy_store::proxies;
use serde_json::json;

pub use nproxy_store::proxies::RemoveError as KeysInTheWay;

use crate::App;
use crate::audit::{By, Change, ReasonMissing, reason_if_said};

#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    #[error(transparent)]
    Reason(#[from] ReasonMissing),
    #[error(transparent)]
    Keys(#[from] KeysInTheWay),
}

impl From<StoreError> for RemoveError {
    fn from(error: StoreError) -> Self {
        Self::Keys(error.into())
    }
}

/// Forgets its address for good. With `unassign` its keys go out directly from now on, and are given; without, it must
/// have none. What goes through it now comes to its end.
pub async fn remove(
    app: &App,
    by: &By,
    id: ProxyId,
    unassign: bool,
    reason: Option<&str>,
) -> Result<Vec<KeyId>, RemoveError> {
    let reason = &reason_if_said(reason)?;
    let removed = app.store.write(|tx| async move {
        let (row, unassigned) = proxies::remove(&tx, &app.env, id, unassign, by.actor).await?;
        let key = |key: &KeyId| {
            Change::of("keys.proxy", format!("key:{key}"))
                .before(json!({ "proxy": id, "proxy_only": false }))
                .after(json!({ "proxy": null, "proxy_only": false }))
        };
        let proxy = Change::of("proxies.remove", format!("proxy:{id}"))
            .before(json!({ "label": row.label, "place": row.place, "keys": unassigned.len() }));
        let lines = unassigned.iter().map(key).chain([proxy]).map(|line| line.because(reason.clone()));
        by.did_all(&tx, &app.env, lines).await?;
        Ok::<_, RemoveError>(unassigned)
    });
    removed.await
}
