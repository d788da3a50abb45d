//! Payments that somebody has to look after.

use nproxy_domain::{PaymentId, ProcessorId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use crate::StoreError;
use crate::entities::payments::{Column, Entity};

/// Money or a customer depends on these.
pub(super) const WAITING: &str = "state IN ('creating', 'pending', 'confirming', 'underpaid', 'needs_review')";

/// Those whose processor is to be asked by now and that nobody has in hand, the longest overdue first.
pub async fn due(db: &impl ConnectionTrait, now: Timestamp, rows_max: u64) -> Result<Vec<PaymentId>, StoreError> {
    let free = |until: Column| until.is_null().or(until.lte(now));
    let due = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::NextReadAt.lte(now))
        .filter(free(Column::ReadingUntil))
        .filter(free(Column::CreatingUntil))
        .order_by_asc(Column::NextReadAt)
        .order_by_asc(Column::Id)
        .limit(rows_max);
    let ids: Vec<uuid::Uuid> = due.into_tuple().all(db).await?;
    Ok(ids.into_iter().map(PaymentId).collect())
}

/// How many wait at each processor.
pub async fn waiting_by_processor(db: &impl ConnectionTrait) -> Result<Vec<(ProcessorId, i64)>, StoreError> {
    let waiting = Entity::find()
        .select_only()
        .column(Column::Processor)
        .column_as(Column::Id.count(), "waiting")
        .filter(Expr::cust(WAITING))
        .group_by(Column::Processor)
        .order_by_asc(Column::Processor);
    let waiting: Vec<(String, i64)> = waiting.into_tuple().all(db).await?;
    Ok(waiting.into_iter().map(|(processor, n)| (ProcessorId(processor), n)).collect())
}
