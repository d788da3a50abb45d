//! Which way a key goes out.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::KeyState;
use nproxy_domain::{Env, KeyId, ProxyId};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};

use super::hold;
use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::keys::{KeyEvent, record};
use crate::tx::Tx;

/// In the key's history.
const CAUSE: &str = "proxy";

#[derive(Debug, thiserror::Error)]
pub enum AssignError {
    #[error("there is no key {0}")]
    NoKey(KeyId),
    #[error("there is no such proxy")]
    NoProxy,
    #[error("a key can't keep to a proxy that it doesn't have")]
    OnlyWithoutProxy,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A key as it was, and how it goes out now.
#[derive(Clone, Debug)]
pub struct Assigned {
    pub before: provider_keys::Model,
    pub proxy: Option<ProxyId>,
    pub proxy_only: bool,
}

impl Assigned {
    pub fn changed(&self) -> bool {
        (self.before.proxy_id.map(ProxyId), self.before.proxy_only) != (self.proxy, self.proxy_only)
    }
}

/// Sends a key out through a proxy, or directly; `proxy_only`: never around it. What is in flight ends as it began. The
/// change is a line of the key's history.
pub async fn assign(
    tx: &Tx,
    env: &Env,
    key: KeyId,
    proxy: Option<ProxyId>,
    proxy_only: bool,
    by: Actor,
) -> Result<Assigned, AssignError> {
    if proxy.is_none() && proxy_only {
        return Err(AssignError::OnlyWithoutProxy);
    }
    let found = provider_keys::Entity::find_by_id(key.0).lock(LockType::Update).one(tx).await;
    let row = found.map_err(StoreError::from)?.ok_or(AssignError::NoKey(key))?;
    let label = match proxy {
        None => None,
        Some(id) => Some(hold(tx, id).await?.ok_or(AssignError::NoProxy)?.label),
    };
    let assigned = Assigned { before: row, proxy, proxy_only };
    if assigned.changed() {
        send_out(tx, &assigned.before, proxy, proxy_only).await?;
        let evidence = match (&label, proxy_only) {
            (None, _) => "directly".to_owned(),
            (Some(label), false) => format!("through {label}"),
            (Some(label), true) => format!("through {label} only"),
        };
        tell(tx, env, &assigned.before, &evidence, by).await?;
    }
    Ok(assigned)
}

/// Guarded by the version that was read.
async fn send_out(
    tx: &Tx,
    read: &provider_keys::Model,
    proxy: Option<ProxyId>,
    proxy_only: bool,
) -> Result<(), StoreError> {
    use provider_keys::Column;
    let way = provider_keys::ActiveModel {
        proxy_id: Set(proxy.map(|id| id.0)),
        proxy_only: Set(proxy_only),
        ..Default::default()
    };
    let done = provider_keys::Entity::update_many()
        .set(way)
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(read.id))
        .filter(Column::Version.eq(read.version))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    Err(StoreError::Conflict(format!("key {} changed under its lock", read.id)))
}

async fn tell(tx: &Tx, env: &Env, key: &provider_keys::Model, evidence: &str, by: Actor) -> Result<(), StoreError> {
    let state = KeyState::from_row(&key.state, key.until);
    let state = state.ok_or_else(|| StoreError::Unreadable(format!("key {}", key.id)))?;
    let evidence = Some(evidence);
    record(tx, env, KeyEvent { key: KeyId(key.id), before: state, after: state, cause: CAUSE, evidence, by }).await
}
