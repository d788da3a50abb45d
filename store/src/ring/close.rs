//! Putting a key back.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{AttemptOutcome, KeyChange, KeyPolicy, KeyState, PoolKey};
use nproxy_domain::outcome::Class;
use nproxy_domain::{AttemptId, Env, KeyId};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set};

use crate::entities::text::AttemptPhase;
use crate::entities::{attempts, key_models, provider_keys};
use crate::error::StoreError;
use crate::keys::{self, KeyEvent};
use crate::tx::Tx;

pub(super) async fn close(
    tx: &Tx,
    env: &Env,
    policy: &KeyPolicy,
    attempt: AttemptId,
    outcome: &AttemptOutcome,
) -> Result<Option<KeyChange>, StoreError> {
    let now = env.now();
    let Some(attempt) = end(tx, env, attempt, outcome).await? else { return Ok(None) };
    let (row, others) = lock(tx, &attempt, outcome.class).await?;

    let mut key = keys::pool_key(&row)?;
    let before = key.health.state;
    let change = key.give_back(outcome.class, outcome.retry_after, attempt.started_at, now, policy);
    keys::save(tx, &row, &key).await?;
    let told = Told { tx, env, outcome };
    told.event(&row, before, &key, change.not_for_model).await?;
    if change.not_for_model {
        let row = key_models::ActiveModel { key_id: Set(row.id), model: Set(attempt.model), at: Set(now) };
        let once = OnConflict::columns([key_models::Column::KeyId, key_models::Column::Model]).do_nothing().to_owned();
        key_models::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    }
    if change.account_out_of_funds {
        told.account_fell(&others).await?;
    }
    Ok(Some(change))
}

/// Ends the attempt's row; `None` when somebody has ended it before.
async fn end(
    tx: &Tx,
    env: &Env,
    attempt: AttemptId,
    outcome: &AttemptOutcome,
) -> Result<Option<attempts::Model>, StoreError> {
    let ended = attempts::ActiveModel {
        phase: Set(AttemptPhase::Ended),
        class: Set(Some(outcome.class.as_str().into())),
        spent: Set(Some(outcome.spent.as_str().into())),
        ended_at: Set(Some(env.now())),
        upstream_ms: Set(outcome.upstream_ms.map(Into::into)),
        detail: Set(Some(outcome.detail.clone())),
        ..Default::default()
    };
    let rows = attempts::Entity::update_many()
        .set(ended)
        .filter(attempts::Column::Id.eq(attempt.0))
        .filter(attempts::Column::EndedAt.is_null())
        .exec_with_returning(tx)
        .await?;
    Ok(rows.into_iter().next())
}

/// The attempt's key and, where its account's money is gone, the account's other keys: all that the outcome may move.
/// They are locked in the order of their ids, whichever of them is the attempt's, so that keys of one account which
/// end at once wait for each other and never in a circle.
async fn lock(
    tx: &Tx,
    attempt: &attempts::Model,
    class: Class,
) -> Result<(provider_keys::Model, Vec<provider_keys::Model>), StoreError> {
    use provider_keys::Column;
    let own = provider_keys::Entity::find_by_id(attempt.key_id);
    let account = match class {
        // Read without a lock: a key never changes its account.
        Class::OutOfFunds => own.clone().one(tx).await?.and_then(|row| row.account),
        _ => None,
    };
    let moved = match account {
        Some(account) => provider_keys::Entity::find()
            .filter(Column::Provider.eq(&attempt.provider))
            .filter(Column::Account.eq(account))
            .order_by_asc(Column::Id),
        None => own,
    };
    let (mut own, others): (Vec<_>, Vec<_>) =
        moved.lock_exclusive().all(tx).await?.into_iter().partition(|row| row.id == attempt.key_id);
    let own = own.pop().ok_or_else(|| StoreError::Unreadable(format!("attempt {} has no key", attempt.id)))?;
    Ok((own, others))
}

/// What the outcome says of keys, on record.
struct Told<'a> {
    tx: &'a Tx,
    env: &'a Env,
    outcome: &'a AttemptOutcome,
}

impl Told<'_> {
    async fn event(
        &self,
        row: &provider_keys::Model,
        before: KeyState,
        key: &PoolKey,
        whatever_the_state: bool,
    ) -> Result<(), StoreError> {
        if before.name() == key.health.state.name() && !whatever_the_state {
            return Ok(());
        }
        let event = KeyEvent {
            key: KeyId(row.id),
            before,
            after: key.health.state,
            cause: self.outcome.class.as_str(),
            evidence: Some(&self.outcome.detail),
            by: Actor::System,
        };
        keys::record(self.tx, self.env, event).await
    }

    /// The money is the account's: its other keys have none either.
    async fn account_fell(&self, others: &[provider_keys::Model]) -> Result<(), StoreError> {
        for other in others {
            let mut key = keys::pool_key(other)?;
            let before = key.health.state;
            if before.needs_admin() {
                continue;
            }
            key.fall_with_account(self.env.now());
            keys::save(self.tx, other, &key).await?;
            self.event(other, before, &key, false).await?;
        }
        Ok(())
    }
}
