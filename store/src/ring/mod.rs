//! Picks keys and puts them back: the port between the gateway and the rows.
//!
//! The rules are the domain's ([`PoolKey`]); here are the statements around them. A pick and a return are one
//! transaction each, and every row is locked from its reading to its writing.

mod aside;
mod close;
pub(crate) mod gate;
mod notices;
mod open;
mod pick;
mod review;
mod route;
mod shared;
#[cfg(test)]
mod tests;
mod wake;

use std::collections::BTreeMap;
use std::sync::Arc;

use async_trait::async_trait;
use nproxy_domain::catalog::Model;
use nproxy_domain::keys::{
    AttemptOutcome, KeyChange, KeyPolicy, KeyRing, OpenAttempt, Opened, ProxySeen, RingError, ThroughProxy, Want,
};
use nproxy_domain::provider::Cursor;
use nproxy_domain::proxy::ProxyPolicy;
use nproxy_domain::{AttemptId, Env, KeyId, ProviderId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};

use crate::entities::text::AttemptPhase;
use crate::entities::{attempts, provider_keys};
use crate::error::StoreError;
use crate::keys;
use crate::spending::SpendLimits;
use crate::store::Store;
use crate::tx::Tx;
use route::Route;

/// The numbers that keys are picked and put back by.
#[derive(Clone, Debug, Default)]
pub struct RingSettings {
    pub keys: KeyPolicy,
    pub proxies: ProxyPolicy,
    pub spending: BTreeMap<ProviderId, SpendLimits>,
    /// All on offer: whose pictures a key may make, and which names of upstream models are still in use.
    pub models: Vec<Model>,
}

/// The keys of the database, under one set of rules. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ring {
    store: Store,
    settings: Arc<RingSettings>,
}

impl Ring {
    pub fn new(store: Store, settings: RingSettings) -> Self {
        Self { store, settings: Arc::new(settings) }
    }

    /// Ends incidents that nothing else will end. To be called every now and then.
    pub async fn review(&self, env: &Env) -> Result<(), StoreError> {
        self.store.write(|tx: Tx| async move { review::review(&tx, env, &self.settings).await }).await
    }

    pub fn settings(&self) -> &RingSettings {
        &self.settings
    }

    /// [`KeyRing::close`] as a part of a larger transaction, and what it did to the key. `None`: it was closed already.
    pub async fn close_in(
        &self,
        tx: &Tx,
        env: &Env,
        attempt: AttemptId,
        outcome: &AttemptOutcome,
    ) -> Result<Option<KeyChange>, StoreError> {
        close::close(tx, env, &self.settings, attempt, outcome).await
    }
}

/// An asynchronous upstream at work, left behind by a worker.
#[derive(Clone, Debug)]
pub struct Reopened {
    pub attempt: OpenAttempt,
    pub provider: ProviderId,
    pub model: String,
    pub cursor: Cursor,
    /// The upstream was told that nobody waits any more.
    pub called_off: bool,
}

/// What stands on an open attempt whose upstream was told that nobody waits any more.
const CALLED_OFF: &str = "the upstream was told that nobody waits any more";

impl Ring {
    /// Remembers that the upstream was told; once is enough.
    pub async fn call_off(&self, attempt: AttemptId) -> Result<(), RingError> {
        let told = attempts::ActiveModel { detail: Set(Some(CALLED_OFF.into())), ..Default::default() };
        self.write_open(attempt, told).await
    }

    /// Writes on an attempt, if it is still open.
    async fn write_open(&self, attempt: AttemptId, change: attempts::ActiveModel) -> Result<(), RingError> {
        let write = self.store.write(|tx: Tx| {
            let change = attempts::Entity::update_many()
                .set(change.clone())
                .filter(attempts::Column::Id.eq(attempt.0))
                .filter(attempts::Column::EndedAt.is_null());
            async move { Ok::<_, StoreError>(change.exec(&tx).await?) }
        });
        write.await?;
        Ok(())
    }

    /// Takes up an open attempt that has a cursor, with the key that began it, whatever that key's state is by now.
    /// `None`: it was closed, or has no cursor.
    pub async fn reopen(&self, env: &Env, attempt: AttemptId) -> Result<Option<Reopened>, RingError> {
        let row = crate::attempts::get(self.store.read(), attempt).await?.filter(|row| row.ended_at.is_none());
        let Some((row, cursor)) = row.and_then(|row| row.cursor.clone().map(|cursor| (row, cursor))) else {
            return Ok(None);
        };
        let id = KeyId(row.key_id);
        let found = provider_keys::Entity::find_by_id(row.key_id).one(self.store.read()).await;
        let key = found.map_err(StoreError::from)?;
        let key = &key.ok_or_else(|| StoreError::Internal(format!("key {id} is gone")))?;
        let master_key = self.store.master_key();
        let api_key = keys::open(master_key, key).map_err(|_| RingError::Sealed(id))?;
        let proxies = &self.settings.proxies;
        let route =
            self.store.write(|tx: Tx| async move { route::of(&tx, env, master_key, proxies, key).await }).await?;
        let proxy = match route {
            Route::Through(proxy) => Some(proxy),
            Route::Direct => None,
            // What was bought is worth a try by the only way there is, and never by another.
            Route::CutOff => {
                let proxy = route::whatever(self.store.read(), master_key, key).await?;
                Some(proxy.ok_or(RingError::Sealed(id))?)
            }
        };
        let n = u32::try_from(row.n).map_err(|_| StoreError::Unreadable(format!("attempt {attempt}")))?;
        let called_off = row.detail.is_some_and(|detail| detail == CALLED_OFF);
        Ok(Some(Reopened {
            attempt: OpenAttempt { id: attempt, n, key: id, api_key, proxy, opened_at: row.started_at },
            provider: ProviderId(row.provider),
            model: row.model,
            cursor: Cursor(cursor),
            called_off,
        }))
    }
}

#[async_trait]
impl KeyRing for Ring {
    async fn open(&self, env: &Env, want: &Want) -> Result<Opened, RingError> {
        let master_key = self.store.master_key();
        loop {
            match self
                .store
                .write(|tx: Tx| async move { open::open(&tx, env, master_key, &self.settings, want).await })
                .await
            {
                Err(RingError::Sealed(id)) if aside::set_aside(&self.store, env, id).await? => {}
                opened => return opened,
            }
        }
    }

    async fn keep_cursor(&self, attempt: AttemptId, cursor: &Cursor) -> Result<(), RingError> {
        let polling = attempts::ActiveModel {
            cursor: Set(Some(cursor.0.clone())),
            phase: Set(AttemptPhase::Polling),
            ..Default::default()
        };
        self.write_open(attempt, polling).await
    }

    async fn proxy_seen(&self, env: &Env, proxy: &ThroughProxy, seen: &ProxySeen) -> Result<(), RingError> {
        let policy = &self.settings.proxies;
        self.store.write(|tx: Tx| async move { route::seen(&tx, env, policy, proxy, seen).await }).await?;
        Ok(())
    }

    async fn close(&self, env: &Env, attempt: AttemptId, outcome: &AttemptOutcome) -> Result<bool, RingError> {
        let change = self.store.write(|tx: Tx| async move { self.close_in(&tx, env, attempt, outcome).await }).await?;
        Ok(change.is_some())
    }
}

impl From<StoreError> for RingError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Unavailable(_) => Self::Unavailable(error.to_string()),
            other => Self::Broken(other.to_string()),
        }
    }
}
