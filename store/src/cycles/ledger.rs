//! The counters of a cycle and the entries that they are the sums of.

use nproxy_domain::audit::Actor;
use nproxy_domain::generation::Settle;
use nproxy_domain::quota::{Counters, EntryKind, HoldRefused};
use nproxy_domain::{CycleId, Env, GenerationId, LedgerEntryId};
use sea_orm::sea_query::{ExprTrait as _, LockType};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::Set, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _, QuerySelect as _,
};

use super::CycleRow;
use crate::entities::cycles::{ActiveModel, Column, Entity};
use crate::entities::{ledger_entries, text};
use crate::{StoreError, Tx};

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
    let row = lock(tx, cycle).await?;
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
    let row = lock(tx, cycle).await?;
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

/// Why requests were not added.
#[derive(Debug, thiserror::Error)]
pub enum AddRequestsError {
    #[error("the month can't have fewer requests than the {} that are used or held", .0.spent + .0.held)]
    BelowUse(Counters),
    #[error("no month has so many requests")]
    TooMany,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an admin does to the limit of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LimitChange {
    /// Requests on top.
    Grant(u32),
    /// A correction; may be negative.
    Correct(i64),
}

/// Changes the limit of a cycle together with its entry, never to less than is used.
pub async fn add_requests(
    tx: &Tx,
    env: &Env,
    cycle: CycleId,
    change: LimitChange,
    actor: Actor,
    reason: &str,
) -> Result<CycleRow, AddRequestsError> {
    let (kind, amount) = match change {
        LimitChange::Grant(requests) => (EntryKind::Grant, i64::from(requests)),
        LimitChange::Correct(amount) => (EntryKind::Correct, amount),
    };
    let row = lock(tx, cycle).await?;
    let before = counters(&row)?;
    let limit = row.request_limit.checked_add(amount).ok_or(AddRequestsError::TooMany)?;
    if limit < row.spent + row.held {
        return Err(AddRequestsError::BelowUse(before));
    }
    let after = Counters { limit: u32::try_from(limit).map_err(|_| AddRequestsError::TooMany)?, ..before };
    let written = write_counters(tx, &row, after).await?;
    let entry = Entry { cycle, generation: None, kind, amount }.row(env, actor, Some(reason));
    ledger_entries::Entity::insert(entry).exec_without_returning(tx).await.map_err(StoreError::from)?;
    Ok(written)
}

pub fn counters(row: &CycleRow) -> Result<Counters, StoreError> {
    let count =
        |n: i64| u32::try_from(n).map_err(|_| StoreError::Unreadable(format!("cycle {}: {n} requests", row.id)));
    Ok(Counters { limit: count(row.request_limit)?, spent: count(row.spent)?, held: count(row.held)? })
}

/// Whoever inserted a row that refers to the cycle shares it already: two of those would wait for each other's end
/// before a plain `FOR UPDATE`.
async fn lock(tx: &Tx, cycle: CycleId) -> Result<CycleRow, StoreError> {
    let row = Entity::find_by_id(cycle.0).lock(LockType::NoKeyUpdate).one(tx).await?;
    row.ok_or_else(|| StoreError::Internal(format!("cycle {cycle} is gone")))
}

/// From the counters that were read: the row is locked, so others mean that somebody wrote without a lock.
async fn write_counters(tx: &Tx, row: &CycleRow, to: Counters) -> Result<CycleRow, StoreError> {
    let counters = ActiveModel {
        request_limit: Set(to.limit.into()),
        spent: Set(to.spent.into()),
        held: Set(to.held.into()),
        ..Default::default()
    };
    let written = Entity::update_many()
        .set(counters)
        .filter(Column::Id.eq(row.id))
        .filter(Column::RequestLimit.eq(row.request_limit))
        .filter(Column::Spent.eq(row.spent).and(Column::Held.eq(row.held)))
        .exec_with_returning(tx)
        .await?
        .pop();
    written.ok_or_else(|| StoreError::Internal(format!("cycle {} changed under its lock", row.id)))
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
