//! Which way a key goes out.

use nproxy_domain::audit::Actor;
use nproxy_domain::{Env, KeyId, ProxyId};

use crate::entities::provider_keys::Model;
use crate::error::StoreError;
use crate::keys::{self, Becomes, ChangeKeyError, KeyChange};
use crate::tx::Tx;

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

impl From<ChangeKeyError> for AssignError {
    fn from(error: ChangeKeyError) -> Self {
        match error {
            ChangeKeyError::NoProxy => Self::NoProxy,
            ChangeKeyError::OnlyWithoutProxy => Self::OnlyWithoutProxy,
            ChangeKeyError::Store(error) => Self::Store(error),
        }
    }
}

/// Sends keys out through a proxy, or directly; `proxy_only`: never around it. At most [`keys::HELD_MAX`] at once. What is
/// in flight ends as it began. Each change is a line of the key's history. They are told in the order of their ids.
pub async fn assign(
    tx: &Tx,
    env: &Env,
    ids: &[KeyId],
    proxy: Option<ProxyId>,
    proxy_only: bool,
    by: Actor,
) -> Result<Vec<Assigned>, AssignError> {
    if proxy.is_none() && proxy_only {
        return Err(AssignError::OnlyWithoutProxy);
    }
    let rows = keys::hold(tx, ids).await?;
    if let Some(missing) = ids.iter().find(|id| !rows.iter().any(|row| row.id == id.0)) {
        return Err(AssignError::NoKey(*missing));
    }
    let way = KeyChange { proxy: Becomes::Now(proxy), proxy_only: Some(proxy_only), ..KeyChange::default() };
    let changed = keys::change(tx, env, &rows, &way, by).await?;
    Ok(changed.into_iter().map(|key| Assigned { before: key.before, proxy, proxy_only }).collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use nproxy_domain::ProviderId;
    use nproxy_domain::keys::KeyLimits;
    use nproxy_domain::provider::ApiKey;
    use sea_orm::sea_query::{LockBehavior, LockType};
    use sea_orm::{ConnectionTrait as _, DbBackend, EntityTrait as _, QuerySelect as _, Statement};

    use super::*;
    use crate::entities::provider_keys::Entity;
    use crate::keys::NewKey;
    use crate::ring::gate;
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
