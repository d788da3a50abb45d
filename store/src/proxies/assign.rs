//! Which way a key goes out.

use nproxy_domain::audit::Actor;
use nproxy_domain::{Env, KeyId, ProxyId};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use super::hold;
use crate::entities::provider_keys::{Column, Entity, Model};
use crate::error::StoreError;
use crate::keys::{self, KeyEvent};
use crate::ring::gate;
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
    pub before: Model,
    pub proxy: Option<ProxyId>,
    pub proxy_only: bool,
}

impl Assigned {
    pub fn changed(&self) -> bool {
        (self.before.proxy_id.map(ProxyId), self.before.proxy_only) != (self.proxy, self.proxy_only)
    }
}

/// Sends keys out through a proxy, or directly; `proxy_only`: never around it. What is in flight ends as it began. Each
/// change is a line of the key's history. They are told in the order of their ids.
pub async fn assign(
    tx: &Tx,
    env: &Env,
    keys: &[KeyId],
    proxy: Option<ProxyId>,
    proxy_only: bool,
    by: Actor,
) -> Result<Vec<Assigned>, AssignError> {
    if proxy.is_none() && proxy_only {
        return Err(AssignError::OnlyWithoutProxy);
    }
    let mut keys = keys.to_vec();
    keys.sort_unstable();
    keys.dedup();
    pass_gates(tx, Column::Id.is_in(keys.iter().map(|key| key.0))).await?;
    let mut all = Vec::with_capacity(keys.len());
    for key in keys {
        let found = Entity::find_by_id(key.0).lock(LockType::Update).one(tx).await;
        let row = found.map_err(StoreError::from)?.ok_or(AssignError::NoKey(key))?;
        let label = match proxy {
            None => None,
            Some(id) => Some(hold(tx, id).await?.ok_or(AssignError::NoProxy)?.label),
        };
        all.push(Way { proxy, label, proxy_only }.of(tx, env, row, by).await?);
    }
    Ok(all)
}

/// The providers of these keys. Whoever is to lock many keys passes all gates before, in one order, so that nobody waits
/// in a circle: neither two who do this at once, nor one and a shared cause that is found.
pub(super) async fn pass_gates(tx: &Tx, which: Expr) -> Result<Vec<String>, StoreError> {
    let providers = Entity::find().select_only().column(Column::Provider).distinct().filter(which);
    let mut providers: Vec<String> = providers.into_tuple().all(tx).await?;
    providers.sort_unstable();
    for provider in &providers {
        gate::pass(tx, provider).await?;
    }
    Ok(providers)
}

/// How a key is to go out from now on.
pub(super) struct Way {
    proxy: Option<ProxyId>,
    /// The proxy's.
    label: Option<String>,
    proxy_only: bool,
}

impl Way {
    pub(super) const DIRECTLY: Self = Self { proxy: None, label: None, proxy_only: false };

    /// Of a key that is locked. What it rested for together with others need not hold on another way.
    pub(super) async fn of(&self, tx: &Tx, env: &Env, row: Model, by: Actor) -> Result<Assigned, StoreError> {
        let assigned = Assigned { before: row, proxy: self.proxy, proxy_only: self.proxy_only };
        if assigned.changed() {
            let mut key = keys::pool_key(&assigned.before)?;
            let before = key.health.state;
            (key.proxy, key.proxy_only) = (self.proxy, self.proxy_only);
            if key.health.incident.is_some() {
                key.becomes(key.health.lifted(env.now()), env.now());
            }
            keys::save(tx, &assigned.before, &key).await?;
            let evidence = match (&self.label, self.proxy_only) {
                (None, _) => "directly".to_owned(),
                (Some(label), false) => format!("through {label}"),
                (Some(label), true) => format!("through {label} only"),
            };
            let (id, after, evidence) = (KeyId(assigned.before.id), key.health.state, Some(evidence.as_str()));
            keys::record(tx, env, KeyEvent { key: id, before, after, cause: CAUSE, evidence, by }).await?;
        }
        Ok(assigned)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nproxy_domain::ProviderId;
    use nproxy_domain::keys::KeyLimits;
    use nproxy_domain::provider::ApiKey;
    use sea_orm::sea_query::LockBehavior;
    use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

    use super::*;
    use crate::keys::NewKey;
    use crate::testing::TestDb;

    async fn add_key(db: &TestDb) -> KeyId {
        let env = &db.env;
        let added = db.store.write(|tx| async move {
            let new = NewKey {
                provider: ProviderId::from("p"),
                label: "key".to_owned(),
                api_key: ApiKey::new("secret"),
                account: None,
                proxy: None,
                proxy_only: false,
                limits: KeyLimits { max_in_flight: 1, rpm: None },
            };
            Ok::<_, StoreError>(keys::add(&tx, env, db.store.master_key(), new).await.expect("a new key"))
        });
        added.await.expect("it is kept")
    }

    async fn somebody_waits_at_a_gate(tx: &Tx) -> bool {
        let sql = "SELECT 1 FROM pg_locks JOIN pg_database d ON d.oid = database \
                   WHERE locktype = 'advisory' AND NOT granted AND d.datname = current_database()";
        let waits = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
        waits.expect("readable").is_some()
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
    async fn many_keys_wait_for_whoever_judges_their_pool_and_are_not_held_meanwhile() {
        let db = Arc::new(TestDb::postgres().await);
        let id = add_key(&db).await;
        let judged = db.store.write(|judge| {
            let (here, there) = (db.clone(), db.clone());
            async move {
                gate::pass(&judge, "p").await?;
                let nowhere = ProxyId::new(&here.env);
                let assigned = tokio::spawn(async move {
                    let (db, env) = (&there, &there.env);
                    let keys = &[id];
                    let by = Actor::Operator;
                    db.store.write(|tx| async move { assign(&tx, env, keys, Some(nowhere), false, by).await }).await
                });
                while !somebody_waits_at_a_gate(&judge).await {
                    assert!(!assigned.is_finished(), "it passed a gate that was shut");
                }
                let held = Entity::find_by_id(id.0).lock_with_behavior(LockType::Update, LockBehavior::Nowait);
                assert!(held.one(&judge).await?.is_some(), "nobody holds it");
                Ok::<_, StoreError>(assigned)
            }
        });
        let assigned = judged.await.expect("it was judged");
        assert!(matches!(assigned.await.expect("it ends"), Err(AssignError::NoProxy)), "then it is its turn");
    }
}
