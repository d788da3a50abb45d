//! Picking a key.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{OpenAttempt, Opened, RingError, Want};
use nproxy_domain::{AttemptId, Env, KeyId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockBehavior, LockType, Query, SelectStatement, UnionType};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait as _, DbBackend, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, QueryTrait as _, Select,
};
use uuid::Uuid;

use crate::attempts;
use crate::entities::text::{AttemptPhase, GenerationState};
use crate::entities::{attempts as attempt_rows, generations, key_models, provider_keys};
use crate::error::StoreError;
use crate::keys::{self, KeyEvent};
use crate::seal::MasterKey;
use crate::tx::Tx;

const NEEDS_ADMIN: [&str; 3] = ["out_of_funds", "manual_review", "disabled"];

pub(super) async fn open(tx: &Tx, env: &Env, master_key: &MasterKey, want: &Want) -> Result<Opened, RingError> {
    if !still_ours(tx, want).await? {
        return Ok(Opened::Stopped);
    }
    let now = env.now();
    let tried = attempts::of_generation(tx, want.generation).await?;
    let tried_keys: Vec<Uuid> = tried.iter().map(|attempt| attempt.key_id).collect();
    let Some(row) = pick(tx, want, &tried_keys, now).await? else {
        return Ok(soonest(tx, want, &tried_keys, now).await?.map_or(Opened::Exhausted, |at| Opened::Later { at }));
    };
    let id = KeyId(row.id);
    let api_key = keys::open(master_key, &row).map_err(|_| RingError::Sealed(id))?;

    let mut key = keys::pool_key(&row)?;
    let before = key.health.state;
    let newest: Option<i64> = newest_pick(want).into_tuple().one(tx).await.map_err(StoreError::from)?;
    key.take(newest.and_then(|seq| seq.try_into().ok()).unwrap_or(0) + 1, now);
    keys::save(tx, &row, &key).await?;
    if key.health.state != before {
        let after = key.health.state;
        let event = KeyEvent { key: id, before, after, cause: "cooldown_over", evidence: None, by: Actor::System };
        keys::record(tx, env, event).await?;
    }

    let attempt = AttemptId::new(env);
    let n = tried.last().map_or(1, |newest| newest.n + 1);
    let attempt_row = attempt_rows::Model {
        id: attempt.0,
        generation_id: want.generation.0,
        n,
        provider: want.provider.0.clone(),
        model: want.model.clone(),
        key_id: row.id,
        proxy_id: row.proxy_id,
        phase: AttemptPhase::Open,
        class: None,
        spent: None,
        cost_estimate_micro_usd: want.cost_estimate.map(|cost| cost.0),
        cursor: None,
        started_at: now,
        ended_at: None,
        upstream_ms: None,
        detail: None,
    };
    let attempt_row = attempt_row.into_active_model().reset_all();
    attempt_rows::Entity::insert(attempt_row).exec_without_returning(tx).await.map_err(StoreError::from)?;
    let n = u32::try_from(n).map_err(|_| StoreError::Unreadable(format!("attempts of {}", want.generation)))?;
    Ok(Opened::Attempt(OpenAttempt { id: attempt, n, key: id, api_key, opened_at: now }))
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

/// The due key that was picked longest ago. Rows that others hold are passed over first, so that pickers don't
/// wait in line; that none is left is only believed when nobody holds one.
async fn pick(
    tx: &Tx,
    want: &Want,
    tried: &[Uuid],
    now: Timestamp,
) -> Result<Option<provider_keys::Model>, StoreError> {
    let due = due(want, tried, now);
    if tx.get_database_backend() == DbBackend::Sqlite {
        return Ok(due.one(tx).await?);
    }
    let passing = due.clone().lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    match passing.one(tx).await? {
        Some(row) => Ok(Some(row)),
        None => Ok(due.lock_exclusive().one(tx).await?),
    }
}

pub(super) fn due(want: &Want, tried: &[Uuid], now: Timestamp) -> Select<provider_keys::Entity> {
    use provider_keys::Column;
    eligible(want, tried)
        .filter(Column::NextAt.lte(now))
        .order_by_asc(Column::PickedSeq)
        .order_by_asc(Column::Id)
        .limit(1)
}

/// When the first eligible key is to be had; one that is busy may be free at any moment. `None`: there is none.
///
/// One statement, so one moment: a key that is freed between two would be in neither answer, and a busy pool would look
/// like one without keys.
async fn soonest(tx: &Tx, want: &Want, tried: &[Uuid], now: Timestamp) -> Result<Option<Timestamp>, StoreError> {
    let found = soonest_of(want, tried);
    let rows: Vec<Soonest> = Soonest::find_by_statement(tx.get_database_backend().build(&found)).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.next_at.unwrap_or(now)).min())
}

/// A row of [`soonest`]; a busy key has no time of its own.
#[derive(FromQueryResult)]
struct Soonest {
    next_at: Option<Timestamp>,
}

/// The key that is to be had first, and a busy one.
pub(super) fn soonest_of(want: &Want, tried: &[Uuid]) -> SelectStatement {
    use provider_keys::Column;
    let free = eligible(want, tried).filter(Column::NextAt.is_not_null()).order_by_asc(Column::NextAt).limit(1);
    // Spelled as in the index of the busy keys: with a parameter the planner can't know that it fits.
    let busy = eligible(want, tried).filter(Expr::cust("in_flight > 0")).filter(Column::NextAt.is_null()).limit(1);
    // SQLite takes no LIMIT within a union but that of a table.
    let when = |keys: Select<provider_keys::Entity>, name: &'static str| {
        let keys = keys.select_only().column(Column::NextAt).into_query();
        Query::select().column(Column::NextAt).from_subquery(keys, name).to_owned()
    };
    when(free, "free").union(UnionType::All, when(busy, "busy")).to_owned()
}

fn eligible(want: &Want, tried: &[Uuid]) -> Select<provider_keys::Entity> {
    use provider_keys::Column;
    let not_for = Query::select()
        .expr(Expr::val(1))
        .from(key_models::Entity)
        .and_where(
            Expr::col((key_models::Entity, key_models::Column::KeyId)).equals((provider_keys::Entity, Column::Id)),
        )
        .and_where(Expr::col((key_models::Entity, key_models::Column::Model)).eq(&want.model))
        .to_owned();
    let mut keys = provider_keys::Entity::find()
        .filter(Column::Provider.eq(&want.provider.0))
        .filter(Column::State.is_not_in(NEEDS_ADMIN))
        .filter(Expr::exists(not_for).not());
    if !tried.is_empty() {
        keys = keys.filter(Column::Id.is_not_in(tried.iter().copied()));
    }
    keys
}

/// Where the newest number given under this provider stands. Two pickers at once may give the same: then the
/// id decides.
pub(super) fn newest_pick(want: &Want) -> Select<provider_keys::Entity> {
    use provider_keys::Column;
    provider_keys::Entity::find()
        .filter(Column::Provider.eq(&want.provider.0))
        .order_by_desc(Column::PickedSeq)
        .limit(1)
        .select_only()
        .column(Column::PickedSeq)
}
