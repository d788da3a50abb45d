//! An operator takes a key out of use, or puts it back.

use nproxy_domain::KeyId;
use nproxy_store::keys::{self, KeyAct};
use nproxy_store::{StoreError, Topic};
use serde_json::json;

use super::KeyView;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error("there is no such key")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the key has in flight comes to its end either way.
pub async fn change(app: &App, by: &By, id: KeyId, act: KeyAct, reason: Option<&str>) -> Result<KeyView, ChangeError> {
    let name = match act {
        KeyAct::Activate => "keys.activate",
        KeyAct::Disable => "keys.disable",
    };
    let changed = app.store.write(|tx| async move {
        let states = keys::set_state(&tx, &app.env, id, act, by.actor, reason).await?;
        let (before, after) = states.ok_or(ChangeError::NotFound)?;
        let change = Change::of(name, format!("key:{id}")).before(json!({ "state": before.name() }));
        let change = change.after(json!({ "state": after.name() })).because(reason.map(str::to_owned));
        by.did(&tx, &app.env, change).await?;
        tx.notify(Topic::Work);
        keys::get(&tx, id).await?.map(KeyView::from).ok_or(ChangeError::NotFound)
    });
    changed.await
}
