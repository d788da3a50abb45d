//! A proxy that is no longer wanted.

use nproxy_domain::{KeyId, ProxyId};
use nproxy_store::proxies::{self, RemoveError};
use serde_json::json;

use crate::App;
use crate::audit::{By, Change};

/// Forgets its address for good. With `unassign` its keys go out directly from now on, and are given; without, it must
/// have none. What goes through it now comes to its end.
pub async fn remove(app: &App, by: &By, id: ProxyId, unassign: bool) -> Result<Vec<KeyId>, RemoveError> {
    let removed = app.store.write(|tx| async move {
        let (row, unassigned) = proxies::remove(&tx, &app.env, id, unassign, by.actor).await?;
        for key in &unassigned {
            let line = Change::of("keys.proxy", format!("key:{key}"))
                .before(json!({ "proxy": id, "proxy_only": false }))
                .after(json!({ "proxy": null, "proxy_only": false }));
            by.did(&tx, &app.env, line).await?;
        }
        let line = Change::of("proxies.remove", format!("proxy:{id}"))
            .before(json!({ "label": row.label, "place": row.place, "keys": unassigned.len() }));
        by.did(&tx, &app.env, line).await?;
        Ok::<_, RemoveError>(unassigned)
    });
    removed.await
}
