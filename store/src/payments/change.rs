//! How a payment is written: each time from what was read.

use nproxy_domain::{PaymentId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _, LockType, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QuerySelect as _, Set,
};

use super::{PaymentChange, PaymentRow};
use crate::entities::payment_transactions;
use crate::entities::payments::{Column, Entity};
use crate::{StoreError, Tx};

/// [`StoreError::Unique`]: the customer has used the idempotency key already.
pub async fn insert(tx: &Tx, row: &PaymentRow) -> Result<(), StoreError> {
    Entity::insert(row.clone().into_active_model().reset_all()).exec_without_returning(tx).await?;
    keep_transactions(tx, row).await
}

/// Holds the row until the transaction ends, after the user's and before all others. Events may still be recorded for
/// it meanwhile, which a plain `FOR UPDATE` would block into a deadlock. On SQLite a write transaction is alone anyway.
pub async fn lock(tx: &Tx, id: PaymentId) -> Result<Option<PaymentRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// Writes what is set in `change` and counts the version up. The row was read under its lock, so another version means
/// that somebody wrote without one.
pub async fn advance(tx: &Tx, before: &PaymentRow, change: PaymentChange) -> Result<PaymentRow, StoreError> {
    let change = PaymentChange { version: Set(before.version + 1), ..change };
    let written = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(before.id))
        .filter(Column::Version.eq(before.version))
        .exec_with_returning(tx)
        .await?
        .pop();
    let after = written.ok_or_else(|| StoreError::Internal(format!("payment {} changed under its lock", before.id)))?;
    if after.transactions != before.transactions {
        keep_transactions(tx, &after).await?;
    }
    Ok(after)
}

/// Nobody else makes its invoice until then. `false`: somebody does, or it is made.
pub async fn begin_creating(tx: &Tx, id: PaymentId, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
    let free = Column::CreatingUntil.is_null().or(Column::CreatingUntil.lte(now));
    let begun = Entity::update_many()
        .col_expr(Column::CreatingUntil, Expr::value(until))
        .filter(Column::Id.eq(id.0))
        .filter(Column::State.eq("creating"))
        .filter(free);
    Ok(begun.exec(tx).await?.rows_affected == 1)
}

/// Nobody else asks the processor about it until then. `false`: somebody does.
pub async fn begin_reading(tx: &Tx, id: PaymentId, now: Timestamp, until: Timestamp) -> Result<bool, StoreError> {
    let free = Column::ReadingUntil.is_null().or(Column::ReadingUntil.lte(now));
    let begun = Entity::update_many()
        .col_expr(Column::ReadingUntil, Expr::value(until))
        .filter(Column::Id.eq(id.0))
        .filter(free);
    Ok(begun.exec(tx).await?.rows_affected == 1)
}

/// A transaction once told of finds its payment for good.
async fn keep_transactions(tx: &Tx, row: &PaymentRow) -> Result<(), StoreError> {
    use payment_transactions::{ActiveModel, Column, Entity};
    if row.transactions.0.is_empty() {
        return Ok(());
    }
    let rows = row.transactions.0.iter().map(|id| ActiveModel { tx_id: Set(id.clone()), payment_id: Set(row.id) });
    let once = OnConflict::columns([Column::TxId, Column::PaymentId]).do_nothing().to_owned();
    Entity::insert_many(rows).on_conflict(once).exec_without_returning(tx).await?;
    Ok(())
}
