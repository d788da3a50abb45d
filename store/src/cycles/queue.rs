//! Months that end early, are taken back or move.
//!
//! Pictures that run keep their requests on the cycle that they were held on, and settle there.

use nproxy_domain::Timestamp;
use nproxy_domain::quota::Span;
use sea_orm::sea_query::ExprTrait as _;
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _, Set};

use super::CycleRow;
use crate::entities::cycles::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

/// Ends a running cycle now. What begins this very moment has no time to end in, so it is voided.
pub async fn cut(tx: &Tx, row: &CycleRow, now: Timestamp) -> Result<CycleRow, StoreError> {
    if row.starts_at >= now {
        return void(tx, row, now).await;
    }
    let cut = ActiveModel { ends_at: Set(now), cut_from: Set(Some(row.ends_at)), ..Default::default() };
    change(tx, row, cut).await
}

/// Takes back a cycle that has not begun.
pub async fn void(tx: &Tx, row: &CycleRow, now: Timestamp) -> Result<CycleRow, StoreError> {
    change(tx, row, ActiveModel { voided_at: Set(Some(now)), ..Default::default() }).await
}

/// Undoes [`cut`] or [`void`]. `None`: another cycle lies where this one would.
pub async fn restore(tx: &Tx, row: &CycleRow) -> Result<Option<CycleRow>, StoreError> {
    let ends_at = row.cut_from.unwrap_or(row.ends_at);
    let in_the_way = Entity::find()
        .filter(Column::UserId.eq(row.user_id))
        .filter(Column::VoidedAt.is_null())
        .filter(Column::Id.ne(row.id))
        .filter(Column::StartsAt.lt(ends_at))
        .filter(Column::EndsAt.gt(row.starts_at))
        .limit(1);
    if in_the_way.one(tx).await?.is_some() {
        return Ok(None);
    }
    let restored =
        ActiveModel { ends_at: Set(ends_at), cut_from: Set(None), voided_at: Set(None), ..Default::default() };
    Ok(Some(change(tx, row, restored).await?))
}

/// Gives it another time. A queue that moves up is moved from its first on, so that none meets the next.
pub async fn move_to(tx: &Tx, row: &CycleRow, to: Span) -> Result<CycleRow, StoreError> {
    let moved = ActiveModel {
        anchor: Set(to.anchor),
        starts_at: Set(to.starts_at),
        ends_at: Set(to.ends_at),
        ..Default::default()
    };
    change(tx, row, moved).await
}

/// From what was read: other times mean that somebody wrote without the user's lock.
async fn change(tx: &Tx, row: &CycleRow, change: ActiveModel) -> Result<CycleRow, StoreError> {
    let is_voided = if row.voided_at.is_some() { Column::VoidedAt.is_not_null() } else { Column::VoidedAt.is_null() };
    let written = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(row.id))
        .filter(Column::StartsAt.eq(row.starts_at).and(Column::EndsAt.eq(row.ends_at)))
        .filter(is_voided)
        .exec_with_returning(tx)
        .await?
        .pop();
    written.ok_or_else(|| StoreError::Internal(format!("cycle {} changed under its lock", row.id)))
}
