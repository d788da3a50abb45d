//! The pictures asked for. Their table is its own queue: see [`claim()`].
//!
//! A stage is changed in three steps within one transaction: [`lock`] the row, let the domain's
//! [`Stage`] decide, [`advance`] the row from the version that was read.

mod claim;
mod stage;
#[cfg(test)]
mod tests;
mod uncounted;

use nproxy_domain::{CycleId, GenerationId, Timestamp, TurnId, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, Statement,
};

pub use claim::{Claim, Held, claim, heartbeat, queued_before};
pub use stage::{advance, put_back, stage, start};
pub use uncounted::{Uncounted, nth_newest};

pub use crate::entities::generations::Model as GenerationRow;
use crate::entities::generations::{ActiveModel, Column, Entity};
use crate::entities::text::GenerationState;
use crate::{StoreError, Tx};

/// A picture to be queued.
#[derive(Clone, Debug)]
pub struct NewGeneration {
    pub id: GenerationId,
    pub turn: TurnId,
    pub slot: u8,
    pub user: UserId,
    /// Where its request is held.
    pub cycle: CycleId,
    pub retry: Option<Retry>,
}

/// What a new generation tries again.
#[derive(Clone, Debug)]
pub struct Retry {
    pub of: GenerationId,
    pub key: String,
}

pub async fn insert(tx: &Tx, new: &[NewGeneration], now: Timestamp) -> Result<(), StoreError> {
    let rows = new.iter().map(|g| ActiveModel {
        id: Set(g.id.0),
        turn_id: Set(g.turn.0),
        slot: Set(g.slot.into()),
        user_id: Set(g.user.0),
        cycle_id: Set(g.cycle.0),
        state: Set(GenerationState::Queued),
        retried_from: Set(g.retry.as_ref().map(|r| r.of.0)),
        retry_key: Set(g.retry.as_ref().map(|r| r.key.clone())),
        cancel_asked: Set(false),
        version: Set(1),
        queued_at: Set(now),
        ..ActiveModel::default()
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The row, held until the transaction ends. Lock in the order of ids, after the user and before the cycle.
pub async fn lock(tx: &Tx, id: GenerationId) -> Result<Option<GenerationRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).lock_exclusive().one(tx).await?)
}

pub async fn get(db: &impl ConnectionTrait, id: GenerationId) -> Result<Option<GenerationRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(db).await?)
}

/// Those of `ids` that are the customer's own, in the order of their ids.
pub async fn own(
    db: &impl ConnectionTrait,
    user: UserId,
    ids: &[GenerationId],
) -> Result<Vec<GenerationRow>, StoreError> {
    let own = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(Column::UserId.eq(user.0))
        .order_by_asc(Column::Id);
    Ok(own.all(db).await?)
}

/// Those of the turns, by turn, slot and age.
pub async fn of_turns(db: &impl ConnectionTrait, turns: &[TurnId]) -> Result<Vec<GenerationRow>, StoreError> {
    let rows = Entity::find()
        .filter(Column::TurnId.is_in(turns.iter().map(|id| id.0)))
        .order_by_asc(Column::TurnId)
        .order_by_asc(Column::Slot)
        .order_by_asc(Column::Id);
    Ok(rows.all(db).await?)
}

/// The one that tries `id` again.
pub async fn retry_of(db: &impl ConnectionTrait, id: GenerationId) -> Result<Option<GenerationRow>, StoreError> {
    Ok(Entity::find().filter(Column::RetriedFrom.eq(id.0)).one(db).await?)
}

/// Which of these were tried again.
pub async fn retried(db: &impl ConnectionTrait, ids: &[GenerationId]) -> Result<Vec<GenerationId>, StoreError> {
    let retried: Vec<Option<uuid::Uuid>> = Entity::find()
        .select_only()
        .column(Column::RetriedFrom)
        .filter(Column::RetriedFrom.is_in(ids.iter().map(|id| id.0)))
        .into_tuple()
        .all(db)
        .await?;
    Ok(retried.into_iter().flatten().map(GenerationId).collect())
}

/// The retry that was asked for under this key.
pub async fn retry_by_key(
    db: &impl ConnectionTrait,
    user: UserId,
    key: &str,
) -> Result<Option<GenerationRow>, StoreError> {
    Ok(Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::RetryKey.eq(key)).one(db).await?)
}

/// What of a customer's nobody has begun, held until the transaction ends, in the order of ids.
pub async fn lock_queued_of(tx: &Tx, user: UserId) -> Result<Vec<GenerationRow>, StoreError> {
    Ok(queued_of(user).lock_exclusive().all(tx).await?)
}

fn queued_of(user: UserId) -> Select<Entity> {
    let queues = Column::State.is_in([GenerationState::Queued, GenerationState::Waiting]);
    let unbegun = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::StartedAt.is_null()).filter(queues);
    unbegun.order_by_asc(Column::Id)
}

/// How many wait for their first start, in the queue or for their first key, of one customer and of all; neither is
/// counted beyond its bound.
pub async fn queued(
    db: &impl ConnectionTrait,
    user: UserId,
    of_user_max: u64,
    in_all_max: u64,
) -> Result<(u64, u64), StoreError> {
    #[derive(FromQueryResult)]
    struct Counts {
        of_user: i64,
        in_all: i64,
    }
    let statement = queued_statement(db.get_database_backend(), user, of_user_max, in_all_max);
    let counts = Counts::find_by_statement(statement).one(db).await?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    Ok(counts.map_or((0, 0), |c| (count(c.of_user), count(c.in_all))))
}

fn queued_statement(backend: DbBackend, user: UserId, of_user_max: u64, in_all_max: u64) -> Statement {
    Statement::from_sql_and_values(
        backend,
        format!(
            "SELECT (SELECT count(*) FROM (SELECT 1 FROM generations WHERE state = 'queued' AND user_id = $1
                        UNION ALL SELECT 1 FROM generations
                            WHERE state = 'waiting' AND user_id = $1 AND started_at IS NULL
                        LIMIT {of_user_max}) AS own) AS of_user,
                    (SELECT count(*) FROM (SELECT 1 FROM generations WHERE state = 'queued'
                        UNION ALL SELECT 1 FROM generations WHERE state = 'waiting' AND started_at IS NULL
                        LIMIT {in_all_max}) AS everybody) AS in_all"
        ),
        [user.0.into()],
    )
}

/// How long a delivered picture took.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Took {
    pub model: String,
    pub started_at: Timestamp,
    pub finished_at: Timestamp,
}

/// The newest delivered pictures.
pub async fn delivered(db: &impl ConnectionTrait, rows_max: u64) -> Result<Vec<Took>, StoreError> {
    Ok(Took::find_by_statement(delivered_statement(db.get_database_backend(), rows_max)).all(db).await?)
}

fn delivered_statement(backend: DbBackend, rows_max: u64) -> Statement {
    Statement::from_string(
        backend,
        format!(
            "SELECT (SELECT t.model FROM turns t WHERE t.id = g.turn_id) AS model, g.started_at, g.finished_at
             FROM generations g WHERE g.state = 'succeeded' AND g.finished_at IS NOT NULL
             ORDER BY g.finished_at DESC LIMIT {rows_max}"
        ),
    )
}
