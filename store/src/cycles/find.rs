//! Which month it is.

use chrono::Duration;
use nproxy_domain::quota::Span;
use nproxy_domain::{CycleId, GenerationId, PaymentId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Statement,
};

use super::CycleRow;
use crate::StoreError;
use crate::entities::cycles::{Column, Entity};
use crate::entities::ledger_entries::Model as EntryRow;

/// The cycle that `now` lies in.
pub async fn current(db: &impl ConnectionTrait, user: UserId, now: Timestamp) -> Result<Option<CycleRow>, StoreError> {
    let current =
        of(user).filter(Column::StartsAt.lte(now)).filter(Column::EndsAt.gt(now)).order_by_desc(Column::StartsAt);
    Ok(current.one(db).await?)
}

/// The cycles of these customers that `now` lies in.
pub async fn current_of(
    db: &impl ConnectionTrait,
    users: &[UserId],
    now: Timestamp,
) -> Result<Vec<CycleRow>, StoreError> {
    let current = Entity::find().filter(Column::UserId.is_in(users.iter().map(|user| user.0)));
    let current = current.filter(Column::VoidedAt.is_null()).filter(Column::StartsAt.lte(now));
    Ok(current.filter(Column::EndsAt.gt(now)).all(db).await?)
}

/// All, also those that were taken back, the newest first.
pub async fn newest_of(db: &impl ConnectionTrait, user: UserId, max: u64) -> Result<Vec<CycleRow>, StoreError> {
    let all = Entity::find().filter(Column::UserId.eq(user.0));
    Ok(all.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(max).all(db).await?)
}

/// The cycle that requests come out of: the current one, else the one that ended last, while its grace runs and nothing
/// newer is there. One that was ended early has no grace.
pub async fn usable(
    db: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
    grace: Duration,
) -> Result<Option<CycleRow>, StoreError> {
    if let Some(current) = current(db, user, now).await? {
        return Ok(Some(current));
    }
    let in_grace = |last: &CycleRow| last.ends_at <= now && now < last.ends_at + grace && last.cut_from.is_none();
    Ok(last(db, user).await?.filter(in_grace))
}

/// Those that have not begun, in order.
pub async fn queued(db: &impl ConnectionTrait, user: UserId, now: Timestamp) -> Result<Vec<CycleRow>, StoreError> {
    Ok(of(user).filter(Column::StartsAt.gt(now)).order_by_asc(Column::StartsAt).all(db).await?)
}

/// The one that ended last.
pub async fn ended(db: &impl ConnectionTrait, user: UserId, now: Timestamp) -> Result<Option<CycleRow>, StoreError> {
    Ok(of(user).filter(Column::EndsAt.lte(now)).order_by_desc(Column::StartsAt).one(db).await?)
}

/// All that were not taken back, in order.
pub async fn all_of(db: &impl ConnectionTrait, user: UserId) -> Result<Vec<CycleRow>, StoreError> {
    Ok(of(user).order_by_asc(Column::StartsAt).all(db).await?)
}

/// The cycle that begins last, whether or not it has begun.
pub async fn last(db: &impl ConnectionTrait, user: UserId) -> Result<Option<CycleRow>, StoreError> {
    Ok(of(user).order_by_desc(Column::StartsAt).one(db).await?)
}

/// What the customer's next month goes behind. One that was ended early is no end of a row: nothing goes behind it.
pub async fn row_end(db: &impl ConnectionTrait, user: UserId) -> Result<Option<Span>, StoreError> {
    let last = last(db, user).await?.filter(|cycle| cycle.cut_from.is_none());
    Ok(last.as_ref().map(span))
}

pub async fn get(db: &impl ConnectionTrait, id: CycleId) -> Result<Option<CycleRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(db).await?)
}

/// The one that a payment opened, also when it was voided since.
pub async fn by_payment(db: &impl ConnectionTrait, payment: PaymentId) -> Result<Option<CycleRow>, StoreError> {
    Ok(Entity::find().filter(Column::PaymentId.eq(payment.0)).one(db).await?)
}

/// Those that any of these payments opened, also what was voided since.
pub async fn by_payments(db: &impl ConnectionTrait, payments: &[PaymentId]) -> Result<Vec<CycleRow>, StoreError> {
    let opened = Column::PaymentId.is_in(payments.iter().map(|payment| payment.0));
    Ok(Entity::find().filter(opened).all(db).await?)
}

/// Everybody's that end within `from..until` and were not ended early, by end and id, those after `after`.
pub async fn ending(
    db: &impl ConnectionTrait,
    from: Timestamp,
    until: Timestamp,
    rows_max: u64,
    after: Option<(Timestamp, CycleId)>,
) -> Result<Vec<CycleRow>, StoreError> {
    let mut ending = Entity::find()
        .filter(Column::EndsAt.gte(from))
        .filter(Column::EndsAt.lt(until))
        .filter(Column::VoidedAt.is_null())
        .filter(Column::CutFrom.is_null())
        .order_by_asc(Column::EndsAt)
        .order_by_asc(Column::Id)
        .limit(rows_max);
    if let Some((ends_at, id)) = after {
        let place = Expr::tuple([Expr::col(Column::EndsAt), Expr::col(Column::Id)]);
        ending = ending.filter(place.gt(Expr::tuple([Expr::val(ends_at), Expr::val(id.0)])));
    }
    Ok(ending.all(db).await?)
}

/// What the ledger says of one picture, in order: its hold and how that ended.
pub async fn entries_of(db: &impl ConnectionTrait, generation: GenerationId) -> Result<Vec<EntryRow>, StoreError> {
    // One select an index, in the words of its condition.
    let sql = "SELECT * FROM ledger_entries WHERE generation_id = $1 AND kind = 'hold'
        UNION ALL SELECT * FROM ledger_entries WHERE generation_id = $1 AND kind IN ('spend', 'release')";
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [generation.0.into()]);
    Ok(EntryRow::find_by_statement(statement).all(db).await?)
}

pub fn span(row: &CycleRow) -> Span {
    Span { anchor: row.anchor, starts_at: row.starts_at, ends_at: row.ends_at }
}

fn of(user: UserId) -> Select<Entity> {
    Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::VoidedAt.is_null())
}
