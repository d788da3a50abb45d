//! A payment by what it is known by.

use nproxy_domain::processor::ExternalId;
use nproxy_domain::{PaymentId, ProcessorId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select,
};

use super::PaymentRow;
use crate::StoreError;
use crate::entities::payments::{Column, Entity};

/// [`PaymentState::is_open`](nproxy_domain::payment::PaymentState::is_open) in SQL, spelled as in the index of those.
pub(super) const OPEN: &str = "state IN ('creating', 'pending', 'underpaid')";

pub async fn get(db: &impl ConnectionTrait, id: PaymentId) -> Result<Option<PaymentRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(db).await?)
}

/// A foreign one is none.
pub async fn get_own(db: &impl ConnectionTrait, user: UserId, id: PaymentId) -> Result<Option<PaymentRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).filter(Column::UserId.eq(user.0)).one(db).await?)
}

/// The one that the customer placed under this key.
pub async fn by_key(db: &impl ConnectionTrait, user: UserId, key: &str) -> Result<Option<PaymentRow>, StoreError> {
    Ok(of(user).filter(Column::IdempotencyKey.eq(key)).one(db).await?)
}

/// Those of a plan that the customer may still pay, newest first.
pub async fn open_of(db: &impl ConnectionTrait, user: UserId, plan: &str) -> Result<Vec<PaymentRow>, StoreError> {
    let open = of(user).filter(Column::Plan.eq(plan)).filter(Expr::cust(OPEN));
    Ok(open.order_by_desc(Column::Id).all(db).await?)
}

/// Which of a customer's orders count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    All,
    /// Without those that no invoice came of.
    Made,
}

/// When the customer placed the `nth` newest order, the newest being the first. `None`: there are fewer.
pub async fn nth_newest(
    db: &impl ConnectionTrait,
    user: UserId,
    orders: Orders,
    nth: u64,
) -> Result<Option<Timestamp>, StoreError> {
    let mut placed = of(user).select_only().column(Column::CreatedAt).order_by_desc(Column::Id);
    if orders == Orders::Made {
        placed = placed.filter(Column::State.ne("failed").or(Column::ExternalId.is_not_null()));
    }
    Ok(placed.offset(nth.saturating_sub(1)).limit(1).into_tuple().one(db).await?)
}

/// By the processor's own name of it.
pub async fn by_external(
    db: &impl ConnectionTrait,
    processor: &ProcessorId,
    external: &ExternalId,
) -> Result<Option<PaymentRow>, StoreError> {
    let named = Entity::find().filter(Column::ExternalId.eq(&external.0)).filter(Column::Processor.eq(&processor.0));
    Ok(named.one(db).await?)
}

/// The newest that its customer waits for: one that may still be paid, is being confirmed or is in review, and has
/// activated nothing yet.
pub async fn newest_open_of(db: &impl ConnectionTrait, user: UserId) -> Result<Option<PaymentRow>, StoreError> {
    let waited_for = Expr::cust(OPEN).or(Column::State.eq("confirming")).or(Column::Review.is_not_null());
    let newest = of(user).filter(waited_for).filter(Column::ActivatedAt.is_null()).order_by_desc(Column::Id);
    Ok(newest.one(db).await?)
}

pub(super) fn of(user: UserId) -> Select<Entity> {
    Entity::find().filter(Column::UserId.eq(user.0))
}
