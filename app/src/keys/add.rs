//! A new upstream key.

use nproxy_store::keys::{self, AddKeyError, NewKey};
use nproxy_store::{StoreError, Topic};
use serde_json::json;

use super::KeyView;
use crate::App;
use crate::audit::{By, Change};

#[derive(Debug, thiserror::Error)]
pub enum AddError {
    #[error("there is no [providers.{0}] in the configuration")]
    UnknownProvider(String),
    #[error(transparent)]
    Key(#[from] AddKeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Seals the key and puts it to work at once.
pub async fn add(app: &App, by: &By, new: NewKey) -> Result<KeyView, AddError> {
    if app.gateway.provider(&new.provider).is_none() {
        return Err(AddError::UnknownProvider(new.provider.0));
    }
    let new = &new;
    let added = app.store.write(|tx| async move {
        let id = keys::add(&tx, &app.env, app.store.master_key(), new.clone()).await?;
        let after = json!({ "provider": new.provider, "label": new.label, "account": new.account });
        by.did(&tx, &app.env, Change::of("keys.add", format!("key:{id}")).after(after)).await?;
        // Somebody may be waiting for a key.
        tx.notify(Topic::Work);
        let row = keys::get(&tx, id).await?.ok_or_else(|| StoreError::Internal(format!("key {id} is gone")))?;
        Ok::<_, AddError>(row.into())
    });
    added.await
}
