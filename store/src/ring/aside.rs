//! A key whose secret can't be read is an admin's, so that the others go on.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{KeyHealth, KeyState};
use nproxy_domain::{Env, KeyId};
use sea_orm::{EntityTrait as _, QuerySelect as _};

use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::keys::{self, KeyEvent};
use crate::store::Store;
use crate::tx::Tx;

/// Whether there is a point in picking again: the key that could not be opened is out of the way. `false`: this
/// process has another master key than the database, so the fault is not the key's and none falls.
pub(super) async fn set_aside(store: &Store, env: &Env, id: KeyId) -> Result<bool, StoreError> {
    if !store.has_the_master_key().await? {
        return Ok(false);
    }
    let fallen = store.write(|tx: Tx| async move { fall(&tx, env, store, id).await }).await?;
    if let Some(why) = fallen {
        tracing::error!(key = %id, why, "the secret of a key can't be read, an admin has to look at it");
    }
    Ok(true)
}

/// Why it fell. `None`: it has fallen before, or can be opened by now.
async fn fall(tx: &Tx, env: &Env, store: &Store, id: KeyId) -> Result<Option<String>, StoreError> {
    let Some(row) = provider_keys::Entity::find_by_id(id.0).lock_exclusive().one(tx).await? else { return Ok(None) };
    let mut key = keys::pool_key(&row)?;
    let before = key.health.state;
    let Err(error) = keys::open(store.master_key(), &row) else { return Ok(None) };
    if before.needs_admin() {
        return Ok(None);
    }
    key.becomes(KeyHealth { state: KeyState::ManualReview, ..key.health.disabled() }, env.now());
    keys::save(tx, &row, &key).await?;
    let (after, why) = (key.health.state, error.to_string());
    let event =
        KeyEvent { key: id, before, after, cause: "secret_unreadable", evidence: Some(&why), by: Actor::System };
    keys::record(tx, env, event).await?;
    Ok(Some(why))
}
