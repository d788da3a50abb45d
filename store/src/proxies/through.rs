//! The way of one key, for what is asked of an upstream beside pictures.

use nproxy_domain::keys::ThroughProxy;
use nproxy_domain::proxy::ProxyHealth;
use nproxy_domain::{Env, ProxyId};
use sea_orm::ConnectionTrait;

use super::{get, health, open};
use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::seal::MasterKey;

#[derive(Debug, thiserror::Error)]
pub enum ThroughError {
    #[error("the address of its proxy can't be opened: it was sealed with another master key")]
    Sealed,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// How a key goes out now; `None`: directly. A dead proxy is gone around where the key may, and never probed: that is for
/// requests which somebody waits for.
pub async fn through(
    db: &impl ConnectionTrait,
    env: &Env,
    master_key: &MasterKey,
    key: &provider_keys::Model,
) -> Result<Option<ThroughProxy>, ThroughError> {
    let Some(id) = key.proxy_id.map(ProxyId) else { return Ok(None) };
    let Some(row) = get(db, id).await? else {
        return Err(StoreError::Unreadable(format!("key {} has no proxy", key.id)).into());
    };
    let is_dead = matches!(health(&row)?, ProxyHealth::Dead { until, .. } if until > env.now());
    if is_dead && !key.proxy_only {
        return Ok(None);
    }
    match open(master_key, &row) {
        Ok(url) => Ok(Some(ThroughProxy { id, url, probe: false, only: key.proxy_only })),
        Err(_) if !key.proxy_only => Ok(None),
        Err(_) => Err(ThroughError::Sealed),
    }
}
