//! Putting a key back.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{AttemptOutcome, KeyChange, KeyEnd, KeyState, PoolKey, Scope, Way};
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::MicroUsd;
use nproxy_domain::{AttemptId, Env, KeyId, ProviderId, ProxyId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set};

use super::shared::Judge;
use super::{RingSettings, gate, notices, wake};
use crate::entities::text::AttemptPhase;
use crate::entities::{attempts, key_models, provider_keys};
use crate::error::StoreError;
use crate::keys::{self, KeyEvent};
use crate::spending::{self, SpendLimits};
use crate::tx::Tx;

pub(super) async fn close(
    tx: &Tx,
    env: &Env,
    settings: &RingSettings,
    attempt: AttemptId,
    outcome: &AttemptOutcome,
) -> Result<Option<KeyChange>, StoreError> {
    let now = env.now();
    let Some(attempt) = end(tx, now, attempt, outcome).await? else { return Ok(None) };
    let mut own = read(tx, &attempt).await?;
    let mut judge = Judge {
        tx,
        env,
        policy: &settings.keys,
        provider: ProviderId(attempt.provider.clone()),
        scopes: scopes(&own),
        outcome,
    };
    let way = Way::of(outcome.class);
    let worked = outcome.class == Class::Ok && judge.may_end_incidents(&attempt).await?;
    // Before any key is locked: whoever moves many waits for their locks and for nothing else.
    if way.is_some() || worked || outcome.class == Class::OutOfFunds {
        gate::pass(tx, &attempt.provider).await?;
        // Whoever moves a key to another account or proxy was waited for.
        own = read(tx, &attempt).await?;
        judge.scopes = scopes(&own);
    }
    let (row, others) = lock(tx, &own, outcome.class).await?;
    let known = match way {
        Some(way) => judge.known(way).await?,
        None => None,
    };

    let mut key = keys::pool_key(&row)?;
    let before = key.health.state;
    let key_end = KeyEnd { class: outcome.class, asked_wait: outcome.retry_after, opened_at: attempt.started_at };
    let change = key.give_back(&key_end, known, now, &settings.keys);
    keys::save(tx, &row, &key).await?;
    let told = Told { tx, env, outcome };
    told.event(&row, before, &key, change.not_for_model).await?;
    if change.not_for_model {
        let row = key_models::ActiveModel { key_id: Set(row.id), model: Set(attempt.model.clone()), at: Set(now) };
        let once = OnConflict::columns([key_models::Column::KeyId, key_models::Column::Model]).do_nothing().to_owned();
        key_models::Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    }
    if change.account_out_of_funds {
        told.account_fell(&others).await?;
    }
    // What is refused where a key's only proxy comes out is on the proxy's own row.
    let of_its_proxy = outcome.class == Class::RegionBlocked && row.proxy_only;
    if let Some(notice) = change.notice.filter(|_| !of_its_proxy) {
        notices::tell(tx, env, &row, &attempt.model, notice, outcome).await?;
    }
    let opened = match change.evidence {
        Some(way) => judge.finds_a_shared_cause(way).await?,
        None => false,
    };
    if (change.shared || opened) && outcome.spent == Spent::No {
        share(tx, attempt.id).await?;
    }
    if worked {
        judge.ends_incidents(&attempt).await?;
    }
    if outcome.spent != Spent::No {
        let limits = settings.spending.get(&judge.provider).copied().unwrap_or_default();
        spend(tx, env, &attempt, &limits).await?;
    }
    if let Some(at) = key.next_at {
        wake::longest_waiting(tx, &settings.models, &judge.provider, KeyId(row.id), at, now).await?;
    }
    Ok(Some(change))
}

/// The attempt's key, without a lock.
async fn read(tx: &Tx, attempt: &attempts::Model) -> Result<provider_keys::Model, StoreError> {
    let own = provider_keys::Entity::find_by_id(attempt.key_id).one(tx).await?;
    own.ok_or_else(|| StoreError::Unreadable(format!("attempt {} has no key", attempt.id)))
}

fn scopes(own: &provider_keys::Model) -> Vec<Scope> {
    Scope::all(own.proxy_id.map(ProxyId), own.account.as_deref())
}

async fn spend(tx: &Tx, env: &Env, attempt: &attempts::Model, limits: &SpendLimits) -> Result<(), StoreError> {
    let cost = attempt.cost_estimate_micro_usd.map(MicroUsd);
    spending::add(tx, env, &attempt.provider, cost, limits).await
}

/// Ends the attempt's row; `None` when somebody has ended it before.
async fn end(
    tx: &Tx,
    now: Timestamp,
    attempt: AttemptId,
    outcome: &AttemptOutcome,
) -> Result<Option<attempts::Model>, StoreError> {
    let ended = attempts::ActiveModel {
        phase: Set(AttemptPhase::Ended),
        class: Set(Some(outcome.class.as_str().into())),
        spent: Set(Some(outcome.spent.as_str().into())),
        ended_at: Set(Some(now)),
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

/// The same key may be tried again for the same picture.
async fn share(tx: &Tx, attempt: uuid::Uuid) -> Result<(), StoreError> {
    let shared = attempts::ActiveModel { shared: Set(true), ..Default::default() };
    attempts::Entity::update_many().set(shared).filter(attempts::Column::Id.eq(attempt)).exec(tx).await?;
    Ok(())
}

/// The attempt's key and, where its account's money is gone, the account's other keys: all that the outcome itself may
/// move. They are locked in the order of their ids, whichever of them is the attempt's.
async fn lock(
    tx: &Tx,
    own: &provider_keys::Model,
    class: Class,
) -> Result<(provider_keys::Model, Vec<provider_keys::Model>), StoreError> {
    use provider_keys::Column;
    let moved = match &own.account {
        Some(account) if class == Class::OutOfFunds => provider_keys::Entity::find()
            .filter(Column::Provider.eq(&own.provider))
            .filter(Column::Account.eq(account))
            .order_by_asc(Column::Id),
        _ => provider_keys::Entity::find_by_id(own.id),
    };
    let (mut mine, others): (Vec<_>, Vec<_>) =
        moved.lock_exclusive().all(tx).await?.into_iter().partition(|row| row.id == own.id);
    let mine = mine.pop().ok_or_else(|| StoreError::Unreadable(format!("key {} is gone", own.id)))?;
    Ok((mine, others))
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
            key.becomes(key.health.fell_with_account(), self.env.now());
            keys::save(self.tx, other, &key).await?;
            self.event(other, before, &key, false).await?;
        }
        Ok(())
    }
}
