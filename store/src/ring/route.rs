//! Which way a picked key goes out, and what is remembered of the way.

use nproxy_domain::keys::{ProxySeen, ThroughProxy};
use nproxy_domain::proxy::{ProxyHealth as Health, ProxyPolicy, ProxyUse};
use nproxy_domain::{Env, ProxyId};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};

use super::notices;
use crate::entities::text::ProxyHealth;
use crate::entities::{provider_keys, proxies};
use crate::error::StoreError;
use crate::incidents;
use crate::proxies as proxy_rows;
use crate::seal::MasterKey;
use crate::tx::Tx;

pub(super) enum Route {
    Direct,
    Through(ThroughProxy),
    /// It may not go around its proxy, which is dead.
    CutOff,
}

/// The way of a key. A dead proxy that may have healed is tried by one request: the row says so before a byte leaves.
pub(super) async fn of(
    tx: &Tx,
    env: &Env,
    master_key: &MasterKey,
    policy: &ProxyPolicy,
    key: &provider_keys::Model,
) -> Result<Route, StoreError> {
    let around = || if key.proxy_only { Route::CutOff } else { Route::Direct };
    let Some(id) = key.proxy_id else { return Ok(Route::Direct) };
    let Some(row) = proxies::Entity::find_by_id(id).one(tx).await? else {
        return Err(StoreError::Unreadable(format!("key {} has no proxy", key.id)));
    };
    let health = proxy_rows::health(&row)?;
    let used = health.now(env.now());
    if let ProxyUse::Not { .. } = used {
        return Ok(around());
    }
    let Ok(url) = proxy_rows::open(master_key, &row) else {
        // Like a proxy that never answers; whoever gives it a new address heals it.
        let long = proxies::ActiveModel {
            health: Set(ProxyHealth::Dead),
            until: Set(Some(env.now() + chrono::Duration::seconds(policy.rest_max_s.into()))),
            detail: Set(Some("its address can't be opened: it was sealed with another master key".into())),
            ..Default::default()
        };
        proxies::Entity::update_many().set(long).filter(proxies::Column::Id.eq(id)).exec(tx).await?;
        return Ok(around());
    };
    let probe = used == ProxyUse::Probe;
    if probe && !claim_probe(tx, &row, health.probed(env.now(), policy)).await? {
        return Ok(around());
    }
    Ok(Route::Through(ThroughProxy { id: ProxyId(id), url, probe, only: key.proxy_only }))
}

/// A key's proxy, whatever is known of it. `None`: the key has none that can be opened.
pub(super) async fn whatever(
    db: &impl ConnectionTrait,
    master_key: &MasterKey,
    key: &provider_keys::Model,
) -> Result<Option<ThroughProxy>, StoreError> {
    let Some(id) = key.proxy_id else { return Ok(None) };
    let Some(row) = proxies::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    let url = proxy_rows::open(master_key, &row).ok();
    Ok(url.map(|url| ThroughProxy { id: ProxyId(id), url, probe: false, only: key.proxy_only }))
}

/// `false`: another request finds out already.
async fn claim_probe(tx: &Tx, read: &proxies::Model, probed: Health) -> Result<bool, StoreError> {
    use proxies::Column;
    let done = proxies::Entity::update_many()
        .set(columns(probed))
        .filter(Column::Id.eq(read.id))
        .filter(Column::Health.eq(ProxyHealth::Dead))
        .filter(Column::Until.eq(read.until))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down what a request found out.
pub(super) async fn seen(
    tx: &Tx,
    env: &Env,
    policy: &ProxyPolicy,
    proxy: &ThroughProxy,
    seen: &ProxySeen,
) -> Result<(), StoreError> {
    let kept = proxies::Entity::find_by_id(proxy.id.0).filter(proxies::Column::RemovedAt.is_null());
    let Some(row) = kept.lock_exclusive().one(tx).await? else { return Ok(()) };
    let before = proxy_rows::health(&row)?;
    let (after, detail) = match seen {
        ProxySeen::Works => (Health::Ok, None),
        ProxySeen::Failed { detail } => (before.failed(proxy.probe, env.now(), policy), Some(detail.clone())),
    };
    if before == after {
        return Ok(());
    }
    let change = proxies::ActiveModel { detail: Set(detail.clone()), ..columns(after) };
    proxies::Entity::update_many().set(change).filter(proxies::Column::Id.eq(row.id)).exec(tx).await?;
    match (before, detail) {
        (_, None) => drop(incidents::recover(tx, &incidents::proxy_fails(proxy.id), env.now()).await?),
        (Health::Ok, Some(detail)) => notices::proxy_died(tx, env, &row, detail).await?,
        (Health::Dead { .. }, Some(_)) => {}
    }
    Ok(())
}

fn columns(health: Health) -> proxies::ActiveModel {
    let (name, until, failures) = match health {
        Health::Ok => (ProxyHealth::Ok, None, 0),
        Health::Dead { until, failures } => (ProxyHealth::Dead, Some(until), failures),
    };
    proxies::ActiveModel { health: Set(name), until: Set(until), failures: Set(failures.into()), ..Default::default() }
}
