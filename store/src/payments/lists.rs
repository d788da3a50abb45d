//! Payments page by page, newest first.

use nproxy_domain::payment::PaymentState;
use nproxy_domain::{PaymentId, ProcessorId, Timestamp, UserId};
use sea_orm::{ColumnTrait as _, ConnectionTrait, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select};

use super::PaymentRow;
use super::find::of;
use crate::StoreError;
use crate::entities::payments::{Column, Entity};
use crate::lists::{self, Key, List as _, Place, Slice};

/// Which payments are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentFilter {
    /// Any of these.
    pub states: Vec<PaymentState>,
    /// Only those with an open question for an admin.
    pub in_review: bool,
    pub processor: Option<ProcessorId>,
    pub user: Option<UserId>,
    /// Its month was activated at this moment or later.
    pub activated_from: Option<Timestamp>,
    /// Its month was activated before.
    pub activated_to: Option<Timestamp>,
    /// Exactly its id, the processor's id of it, the address, or a transaction that was seen or reported.
    pub text: Option<String>,
}

/// At most `rows_max` of the customer's, those before `before`.
pub async fn own_page(
    db: &impl ConnectionTrait,
    user: UserId,
    before: Option<PaymentId>,
    rows_max: u64,
) -> Result<Vec<PaymentRow>, StoreError> {
    Ok(newest(of(user), before, rows_max).all(db).await?)
}

/// At most `rows_max` of all, those before `before`.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &PaymentFilter,
    before: Option<PaymentId>,
    rows_max: u64,
) -> Result<Vec<PaymentRow>, StoreError> {
    let after = before.map(|before| Place { key: Key::Made, id: before.0 });
    lists::slice(db, filter, &Slice { sort: PaymentFilter::SORTS[0], after, rows_max }).await
}

fn newest(page: Select<Entity>, before: Option<PaymentId>, rows_max: u64) -> Select<Entity> {
    let page = page.order_by_desc(Column::Id).limit(rows_max);
    match before {
        Some(before) => page.filter(Column::Id.lt(before.0)),
        None => page,
    }
}
