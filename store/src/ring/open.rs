//! Picking a key.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{OpenAttempt, Opened, RingError, ThroughProxy, Want};
use nproxy_domain::{AttemptId, Env, KeyId};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _, QuerySelect as _,
};

use super::RingSettings;
use super::pick::{Picked, Picker};
use super::route::{self, Route};
use crate::attempts;
use crate::entities::text::{AttemptPhase, GenerationState};
use crate::entities::{attempts as attempt_rows, generations, provider_keys};
use crate::error::StoreError;
use crate::keys::{self, KeyEvent};
use crate::seal::MasterKey;
use crate::spending;
use crate::switches;
use crate::tx::Tx;

/// Whoever waits for a provider that is switched off looks again after this: it is on again when somebody says so.
const SWITCHED_OFF_PAUSE: chrono::Duration = chrono::Duration::seconds(5);

pub(super) async fn open(
    tx: &Tx,
    env: &Env,
    master_key: &MasterKey,
    settings: &RingSettings,
    want: &Want,
) -> Result<Opened, RingError> {
    if !still_ours(tx, want).await? {
        return Ok(Opened::Stopped);
    }
    let now = env.now();
    if switches::is_provider_off(tx, &want.provider).await? {
        return Ok(Opened::Later { at: now + SWITCHED_OFF_PAUSE });
    }
    if let Some(limits) = settings.spending.get(&want.provider)
        && spending::is_stopped(tx, &want.provider, limits, now).await?
    {
        return Ok(Opened::Exhausted);
    }
    let so_far = attempts::of_generation(tx, want.generation).await?;
    let tried = so_far.iter().filter(|attempt| !attempt.shared).map(|attempt| attempt.key_id).collect();
    let picker = Picker { tx, want, tried, now };
    let (row, last_resort) = match picker.pick().await? {
        Picked::Due(row) => (row, false),
        Picked::LastResort(row) => (row, true),
        Picked::Nothing { soonest } => return Ok(soonest.map_or(Opened::Exhausted, |at| Opened::Later { at })),
    };
    let id = KeyId(row.id);
    let api_key = keys::open(master_key, &row).map_err(|_| RingError::Sealed(id))?;
    let proxy = match route::of(tx, env, master_key, &settings.proxies, &row).await? {
        Route::Direct => None,
        Route::Through(proxy) => Some(proxy),
        // Known to be dead since a moment ago: the next pick passes the key over.
        Route::CutOff => return Ok(Opened::Later { at: now }),
    };
    take(&picker, env, &row, last_resort).await?;
    crate::generations::start(tx, want.generation, now).await?;

    let n = so_far.last().map_or(1, |newest| newest.n + 1);
    let attempt = record(tx, env, want, &row, proxy.as_ref(), n).await?;
    let n = u32::try_from(n).map_err(|_| StoreError::Unreadable(format!("attempts of {}", want.generation)))?;
    Ok(Opened::Attempt(OpenAttempt { id: attempt, n, key: id, api_key, proxy, opened_at: now }))
}

/// Holds the generation's row, so that a cancel and a pick never pass each other.
async fn still_ours(tx: &Tx, want: &Want) -> Result<bool, StoreError> {
    use generations::Column;
    let ours = generations::Entity::find_by_id(want.generation.0)
        .filter(Column::State.eq(GenerationState::Running))
        .filter(Column::LeaseId.eq(want.lease.0))
        .filter(Column::CancelAsked.eq(false))
        .lock_exclusive();
    Ok(ours.one(tx).await?.is_some())
}

/// Counts the key in flight.
async fn take(picker: &Picker<'_>, env: &Env, row: &provider_keys::Model, last_resort: bool) -> Result<(), StoreError> {
    let (tx, now) = (picker.tx, picker.now);
    let mut key = keys::pool_key(row)?;
    let before = key.health.state;
    let newest: Option<i64> = picker.newest_pick().into_tuple().one(tx).await?;
    let seq = newest.and_then(|seq| seq.try_into().ok()).unwrap_or(0) + 1;
    if last_resort {
        key.take_as_last_resort(seq, now);
    } else {
        key.take(seq, now);
    }
    keys::save(tx, row, &key).await?;
    let after = key.health.state;
    if before == after && !last_resort {
        return Ok(());
    }
    let cause = if last_resort { "last_resort" } else { "cooldown_over" };
    let event = KeyEvent { key: KeyId(row.id), before, after, cause, evidence: None, by: Actor::System };
    keys::record(tx, env, event).await
}

/// Writes the attempt's row.
async fn record(
    tx: &Tx,
    env: &Env,
    want: &Want,
    key: &provider_keys::Model,
    proxy: Option<&ThroughProxy>,
    n: i64,
) -> Result<AttemptId, StoreError> {
    let attempt = AttemptId::new(env);
    let row = attempt_rows::Model {
        id: attempt.0,
        generation_id: want.generation.0,
        n,
        provider: want.provider.0.clone(),
        model: want.model.clone(),
        key_id: key.id,
        proxy_id: proxy.map(|proxy| proxy.id.0),
        phase: AttemptPhase::Open,
        class: None,
        spent: None,
        cost_estimate_micro_usd: want.cost_estimate.map(|cost| cost.0),
        cursor: None,
        started_at: env.now(),
        ended_at: None,
        upstream_ms: None,
        detail: None,
        shared: false,
    };
    attempt_rows::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx).await?;
    Ok(attempt)
}
