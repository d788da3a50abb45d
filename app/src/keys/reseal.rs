//! Another master key.

use nproxy_domain::Env;
use nproxy_store::reseal::{self, ResealError};
use nproxy_store::{MasterKey, Store, StoreError, workers};
use serde_json::json;

use crate::audit::{By, Change};
use crate::presence::SILENT_AFTER;

#[derive(Debug, thiserror::Error)]
pub enum ResealKeysError {
    #[error("both master keys are the same")]
    SameKey,
    #[error(
        "{0} runs with the old master key: stop all processes of nproxy first, or they would meet secrets that they can't open"
    )]
    Running(String),
    #[error(transparent)]
    Reseal(#[from] ResealError),
}

impl From<StoreError> for ResealKeysError {
    fn from(error: StoreError) -> Self {
        Self::Reseal(error.into())
    }
}

/// Seals everything in the database with the store's master key that was sealed with `old`; the number of values. All of it
/// or nothing.
pub async fn reseal(store: &Store, env: &Env, by: &By, old: &MasterKey) -> Result<u64, ResealKeysError> {
    let new = store.master_key();
    if old.id() == new.id() {
        return Err(ResealKeysError::SameKey);
    }
    let heard_since = env.now() - SILENT_AFTER;
    let running = workers::list(store.read()).await?;
    if let Some(process) = running.into_iter().find(|process| process.heartbeat_at > heard_since) {
        return Err(ResealKeysError::Running(process.role));
    }
    let resealed = store.write(|tx| async move {
        let values = reseal::reseal(&tx, env, old, new).await?;
        let change = Change::of("keys.reseal", "master_key".to_owned());
        let change = change.before(json!({ "master_key": old.id() })).after(json!({ "master_key": new.id() }));
        by.did(&tx, env, change).await?;
        Ok::<_, ResealKeysError>(values)
    });
    resealed.await
}
