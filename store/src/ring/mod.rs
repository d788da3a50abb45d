//! Picks keys and puts them back: the port between the gateway and the rows.
//!
//! The rules are the domain's ([`PoolKey`]); here are the statements around them. A pick and a return are one
//! transaction each, and every row is locked from its reading to its writing.

mod aside;
mod close;
mod open;
#[cfg(test)]
mod tests;

use async_trait::async_trait;
use nproxy_domain::keys::{AttemptOutcome, KeyChange, KeyPolicy, KeyRing, OpenAttempt, Opened, RingError, Want};
use nproxy_domain::provider::Cursor;
use nproxy_domain::{AttemptId, Env, KeyId, ProviderId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};

use crate::entities::text::AttemptPhase;
use crate::entities::{attempts, provider_keys};
use crate::error::StoreError;
use crate::keys;
use crate::store::Store;
use crate::tx::Tx;

/// The keys of the database, under one policy. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ring {
    store: Store,
    policy: KeyPolicy,
}

impl Ring {
    pub fn new(store: Store, policy: KeyPolicy) -> Self {
        Self { store, policy }
    }

    /// [`KeyRing::close`] as a part of a larger transaction, and what it did to the key. `None`: it was closed already.
    pub async fn close_in(
        &self,
        tx: &Tx,
        env: &Env,
        attempt: AttemptId,
        outcome: &AttemptOutcome,
    ) -> Result<Option<KeyChange>, StoreError> {
        close::close(tx, env, &self.policy, attempt, outcome).await
    }
}

/// An asynchronous upstream at work, left behind by a worker.
#[derive(Clone, Debug)]
pub struct Reopened {
    pub attempt: OpenAttempt,
    pub provider: ProviderId,
    pub model: String,
    pub cursor: Cursor,
}

impl Ring {
    /// Takes up an open attempt that has a cursor, with the key that began it, whatever that key's state is by now.
    /// `None`: it was closed, or has no cursor.
    pub async fn reopen(&self, attempt: AttemptId) -> Result<Option<Reopened>, RingError> {
        let db = self.store.read();
        let row = crate::attempts::get(db, attempt).await?.filter(|row| row.ended_at.is_none());
        let Some((row, cursor)) = row.and_then(|row| row.cursor.clone().map(|cursor| (row, cursor))) else {
            return Ok(None);
        };
        let id = KeyId(row.key_id);
        let key = provider_keys::Entity::find_by_id(row.key_id).one(db).await.map_err(StoreError::from)?;
        let key = key.ok_or_else(|| StoreError::Internal(format!("key {id} is gone")))?;
        let api_key = keys::open(self.store.master_key(), &key).map_err(|_| RingError::Sealed(id))?;
        let n = u32::try_from(row.n).map_err(|_| StoreError::Unreadable(format!("attempt {attempt}")))?;
        Ok(Some(Reopened {
            attempt: OpenAttempt { id: attempt, n, key: id, api_key, opened_at: row.started_at },
            provider: ProviderId(row.provider),
            model: row.model,
            cursor: Cursor(cursor),
        }))
    }
}

#[async_trait]
impl KeyRing for Ring {
    async fn open(&self, env: &Env, want: &Want) -> Result<Opened, RingError> {
        let master_key = self.store.master_key();
        loop {
            match self.store.write(|tx: Tx| async move { open::open(&tx, env, master_key, want).await }).await {
                Err(RingError::Sealed(id)) if aside::set_aside(&self.store, env, id).await? => {}
                opened => return opened,
            }
        }
    }

    async fn keep_cursor(&self, attempt: AttemptId, cursor: &Cursor) -> Result<(), RingError> {
        self.store
            .write(|tx: Tx| async move {
                let polling = attempts::ActiveModel {
                    cursor: Set(Some(cursor.0.clone())),
                    phase: Set(AttemptPhase::Polling),
                    ..Default::default()
                };
                attempts::Entity::update_many()
                    .set(polling)
                    .filter(attempts::Column::Id.eq(attempt.0))
                    .filter(attempts::Column::EndedAt.is_null())
                    .exec(&tx)
                    .await?;
                Ok::<_, StoreError>(())
            })
            .await?;
        Ok(())
    }

    async fn close(&self, env: &Env, attempt: AttemptId, outcome: &AttemptOutcome) -> Result<bool, RingError> {
        let change = self.store.write(|tx: Tx| async move { self.close_in(&tx, env, attempt, outcome).await }).await?;
        Ok(change.is_some())
    }
}

impl From<StoreError> for RingError {
    fn from(error: StoreError) -> Self {
        Self::Unavailable(error.to_string())
    }
}
