//! Paid months and their ledger. The counters of a cycle change only together with an entry.

use nproxy_domain::audit::Actor;
use nproxy_domain::generation::Settle;
use nproxy_domain::quota::{Counters, EntryKind, HoldRefused};
use nproxy_domain::{CycleId, Env, GenerationId, LedgerEntryId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult,
    IntoActiveModel as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement,
};

pub use crate::entities::cycles::Model as CycleRow;
use crate::entities::cycles::{Column, Entity};
use crate::entities::{ledger_entries, text};
use crate::{StoreError, Tx};

/// The cycle that `now` lies in.
pub async fn current(db: &impl ConnectionTrait, user: UserId, now: Timestamp) -> Result<Option<CycleRow>, StoreError> {
    let current = Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::StartsAt.lte(now))
        .filter(Column::EndsAt.gt(now))
        .order_by_desc(Column::StartsAt);
    Ok(current.one(db).await?)
}

/// The one that ended last.
pub async fn ended(db: &impl ConnectionTrait, user: UserId, now: Timestamp) -> Result<Option<CycleRow>, StoreError> {
    let ended = Entity::find()
        .filter(Column::UserId.eq(user.0))
        .filter(Column::EndsAt.lte(now))
        .order_by_desc(Column::StartsAt);
    Ok(ended.one(db).await?)
}

/// The cycle that begins last, whether or not it has begun.
pub async fn last(db: &impl ConnectionTrait, user: UserId) -> Result<Option<CycleRow>, StoreError> {
    let last = Entity::find().filter(Column::UserId.eq(user.0)).order_by_desc(Column::StartsAt);
    Ok(last.one(db).await?)
}

/// Opens a cycle: the row and its first entry.
pub async fn open(tx: &Tx, env: &Env, cycle: &CycleRow, actor: Actor, reason: &str) -> Result<(), StoreError> {
    Entity::insert(cycle.clone().into_active_model().reset_all()).exec_without_returning(tx).await?;
    let entry =
        Entry { cycle: CycleId(cycle.id), generation: None, kind: EntryKind::Open, amount: cycle.request_limit };
    let row = entry.row(env, actor, Some(reason));
    ledger_entries::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Why nothing was held.
#[derive(Debug, thiserror::Error)]
pub enum HoldError {
    #[error(transparent)]
    Refused(#[from] HoldRefused),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Holds one request for each generation, all or none. Their rows must be there.
pub async fn hold(tx: &Tx, env: &Env, cycle: CycleId, generations: &[GenerationId]) -> Result<(), HoldError> {
    let row = Entity::find_by_id(cycle.0).lock_exclusive().one(tx).await.map_err(StoreError::from)?;
    let row = row.ok_or_else(|| StoreError::Internal(format!("cycle {cycle} is gone")))?;
    let before = counters(&row)?;
    let after = before.hold(u32::try_from(generations.len()).unwrap_or(u32::MAX))?;
    write_counters(tx, &row, after).await?;
    let entries = generations.iter().map(|generation| {
        let entry = Entry { cycle, generation: Some(*generation), kind: EntryKind::Hold, amount: 1 };
        entry.row(env, Actor::System, None)
    });
    ledger_entries::Entity::insert_many(entries).exec_without_returning(tx).await.map_err(StoreError::from)?;
    Ok(())
}

/// Turns the hold of a generation into a spent request, or frees it. A second settle is refused by a unique index.
pub async fn settle(
    tx: &Tx,
    env: &Env,
    cycle: CycleId,
    generation: GenerationId,
    settle: Settle,
) -> Result<(), StoreError> {
    let row = Entity::find_by_id(cycle.0).lock_exclusive().one(tx).await?;
    let row = row.ok_or_else(|| StoreError::Internal(format!("cycle {cycle} is gone")))?;
    let before = counters(&row)?;
    let (kind, after) = match settle {
        Settle::Spend => (EntryKind::Spend, before.spend()),
        Settle::Release => (EntryKind::Release, before.release()),
    };
    let after = after.ok_or_else(|| StoreError::Internal(format!("cycle {cycle} holds nothing for {generation}")))?;
    write_counters(tx, &row, after).await?;
    let entry = Entry { cycle, generation: Some(generation), kind, amount: 1 };
    ledger_entries::Entity::insert(entry.row(env, Actor::System, None)).exec_without_returning(tx).await?;
    Ok(())
}

pub fn counters(row: &CycleRow) -> Result<Counters, StoreError> {
    let count =
        |n: i64| u32::try_from(n).map_err(|_| StoreError::Unreadable(format!("cycle {}: {n} requests", row.id)));
    Ok(Counters { limit: count(row.request_limit)?, spent: count(row.spent)?, held: count(row.held)? })
}

/// From the counters that were read: the row is locked, so others mean that somebody wrote without a lock.
async fn write_counters(tx: &Tx, row: &CycleRow, to: Counters) -> Result<(), StoreError> {
    let written = Entity::update_many()
        .col_expr(Column::Spent, Expr::value(i64::from(to.spent)))
        .col_expr(Column::Held, Expr::value(i64::from(to.held)))
        .filter(Column::Id.eq(row.id))
        .filter(Column::Spent.eq(row.spent).and(Column::Held.eq(row.held)))
        .exec(tx)
        .await?;
    if written.rows_affected == 1 {
        Ok(())
    } else {
        Err(StoreError::Internal(format!("cycle {} changed under its lock", row.id)))
    }
}

struct Entry {
    cycle: CycleId,
    generation: Option<GenerationId>,
    kind: EntryKind,
    amount: i64,
}

impl Entry {
    fn row(self, env: &Env, actor: Actor, reason: Option<&str>) -> ledger_entries::ActiveModel {
        ledger_entries::ActiveModel {
            id: Set(LedgerEntryId::new(env).0),
            cycle_id: Set(self.cycle.0),
            generation_id: Set(self.generation.map(|g| g.0)),
            kind: Set(self.kind.as_str().to_owned()),
            amount: Set(self.amount),
            actor: Set(text::actor(actor)),
            reason: Set(reason.map(str::to_owned)),
            at: Set(env.now()),
        }
    }
}

/// One kind's sum in one cycle, beside what the cycle says of itself.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Sum {
    pub cycle_id: uuid::Uuid,
    pub request_limit: i64,
    pub spent: i64,
    pub held: i64,
    /// None: the cycle has no entry at all.
    pub kind: Option<String>,
    pub amount: Option<i64>,
}

/// The sums of the whole ledger, by cycle.
pub async fn sums(db: &impl ConnectionTrait) -> Result<Vec<Sum>, StoreError> {
    let sums =
        "SELECT c.id AS cycle_id, c.request_limit, c.spent, c.held, l.kind, CAST(SUM(l.amount) AS bigint) AS amount
        FROM cycles c LEFT JOIN ledger_entries l ON l.cycle_id = c.id
        GROUP BY c.id, c.request_limit, c.spent, c.held, l.kind ORDER BY c.id";
    Ok(Sum::find_by_statement(Statement::from_string(db.get_database_backend(), sums)).all(db).await?)
}

/// A generation whose entries don't fit its state.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Mismatch {
    pub generation_id: uuid::Uuid,
    pub state: text::GenerationState,
    pub held: bool,
    /// `spend` or `release`.
    pub settled: Option<String>,
    /// The hold and the settle lie in one cycle, the generation's own.
    pub same_cycle: bool,
}

/// Every generation must have one hold; at its end, and not before, a spend if it succeeded and a release if not.
pub async fn mismatches(db: &impl ConnectionTrait, rows_max: u32) -> Result<Vec<Mismatch>, StoreError> {
    let sql = format!(
        "SELECT g.id AS generation_id, g.state, h.id IS NOT NULL AS held, s.kind AS settled,
            (h.cycle_id IS NULL OR h.cycle_id = g.cycle_id) AND (s.cycle_id IS NULL OR s.cycle_id = g.cycle_id)
                AS same_cycle
        FROM generations g
        LEFT JOIN ledger_entries h ON h.generation_id = g.id AND h.kind = 'hold'
        LEFT JOIN ledger_entries s ON s.generation_id = g.id AND s.kind IN ('spend', 'release')
        WHERE h.id IS NULL OR h.cycle_id <> g.cycle_id OR s.cycle_id <> g.cycle_id
            OR (g.state IN ('queued', 'running', 'waiting') AND s.id IS NOT NULL)
            OR (g.state = 'succeeded' AND (s.kind IS NULL OR s.kind <> 'spend'))
            OR (g.state IN ('failed', 'cancelled') AND (s.kind IS NULL OR s.kind <> 'release'))
        ORDER BY g.id LIMIT {rows_max}"
    );
    Ok(Mismatch::find_by_statement(Statement::from_string(db.get_database_backend(), sql)).all(db).await?)
}
