//! A proxy that is no longer wanted.

use nproxy_domain::audit::Actor;
use nproxy_domain::{Env, KeyId, ProxyId};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
};

use super::{key_counts, lock};
use crate::entities::provider_keys::{Column, Entity};
use crate::entities::proxies::{ActiveModel, Model};
use crate::error::StoreError;
use crate::incidents;
use crate::keys::{self, Becomes, ChangeKeyError, KeyChange, pass_gates};
use crate::tx::Tx;

#[derive(Debug, thiserror::Error)]
pub enum RemoveError {
    #[error("there is no such proxy")]
    NotFound,
    /// So many keys go out through it.
    #[error("{keys} keys go out through it")]
    InUse { keys: u64 },
    /// So many keys may go out in no other way: none of them is sent around it by the way.
    #[error("{keys} keys may go out through it only")]
    OnlyWay { keys: u64 },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ChangeKeyError> for RemoveError {
    fn from(error: ChangeKeyError) -> Self {
        match error {
            ChangeKeyError::Store(error) => Self::Store(error),
            // Neither can be of keys that go out directly from now on; another proxy is not named.
            ChangeKeyError::NoProxy | ChangeKeyError::OnlyWithoutProxy => {
                Self::Store(StoreError::Internal("keys can't be sent out directly".to_owned()))
            }
        }
    }
}

/// Forgets a proxy's address for good; its label stays with the attempts that went through it. With `unassign` its keys
/// go out directly from now on; they are given beside the row as it was. Without, it must have none.
pub async fn remove(
    tx: &Tx,
    env: &Env,
    id: ProxyId,
    unassign: bool,
    by: Actor,
) -> Result<(Model, Vec<KeyId>), RemoveError> {
    let gates = pass_gates(tx, Column::ProxyId.eq(id.0)).await?;
    // Keys are held before proxies; one that came in between is counted below.
    let held = Entity::find().filter(Column::ProxyId.eq(id.0)).filter(Column::Provider.is_in(gates));
    let held = held.order_by_asc(Column::Id).lock(LockType::Update).all(tx).await.map_err(StoreError::from)?;
    let row = lock(tx, id).await?.ok_or(RemoveError::NotFound)?;
    let only = held.iter().filter(|key| key.proxy_only).count();
    let mut unassigned = Vec::new();
    if unassign {
        if only > 0 {
            return Err(RemoveError::OnlyWay { keys: only as u64 });
        }
        let directly = KeyChange { proxy: Becomes::Now(None), ..KeyChange::default() };
        unassigned.extend(keys::change(tx, env, &held, &directly, by).await?.iter().map(|key| KeyId(key.before.id)));
    }
    if let Some(&keys) = key_counts(tx, &[id]).await?.get(&id) {
        return Err(RemoveError::InUse { keys });
    }
    let forgotten = ActiveModel {
        id: Set(row.id),
        sealed_url: Set(Vec::new()),
        removed_at: Set(Some(env.now())),
        ..Default::default()
    };
    forgotten.update(tx).await.map_err(StoreError::from)?;
    incidents::recover(tx, &incidents::proxy_fails(id), env.now()).await?;
    Ok((row, unassigned))
}
