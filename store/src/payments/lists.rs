//! Payments page by page, newest first.

use nproxy_domain::payment::PaymentState;
use nproxy_domain::{PaymentId, ProcessorId, UserId};
use sea_orm::sea_query::{SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _, Select,
};

use super::PaymentRow;
use super::find::of;
use crate::StoreError;
use crate::entities::payment_transactions;
use crate::entities::payments::{Column, Entity};

/// Which payments are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PaymentFilter {
    /// Any of these.
    pub states: Vec<PaymentState>,
    /// Only those with an open question for an admin.
    pub in_review: bool,
    pub processor: Option<ProcessorId>,
    pub user: Option<UserId>,
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
    let mut page = Entity::find();
    if !filter.states.is_empty() {
        page = page.filter(Column::State.is_in(filter.states.iter().map(|state| state.as_str())));
    }
    if filter.in_review {
        page = page.filter(Column::Review.is_not_null());
    }
    if let Some(processor) = &filter.processor {
        page = page.filter(Column::Processor.eq(&processor.0));
    }
    if let Some(user) = filter.user {
        page = page.filter(Column::UserId.eq(user.0));
    }
    if let Some(text) = &filter.text {
        page = page.filter(Column::Id.in_subquery(known_as(text)));
    }
    Ok(newest(page, before, rows_max).all(db).await?)
}

fn newest(page: Select<Entity>, before: Option<PaymentId>, rows_max: u64) -> Select<Entity> {
    let page = page.order_by_desc(Column::Id).limit(rows_max);
    match before {
        Some(before) => page.filter(Column::Id.lt(before.0)),
        None => page,
    }
}

/// The ids of those that go by this name. One select a meaning, so that each goes by its own index.
fn known_as(text: &str) -> SelectStatement {
    let by = |column: Column| {
        let mut named = Entity::find().select_only().column(Column::Id).filter(column.eq(text)).into_query();
        named.take()
    };
    let seen = payment_transactions::Entity::find()
        .select_only()
        .column(payment_transactions::Column::PaymentId)
        .filter(payment_transactions::Column::TxId.eq(text));
    let mut known = by(Column::ExternalId);
    known.union(UnionType::Distinct, by(Column::Address));
    known.union(UnionType::Distinct, by(Column::ReportedTx));
    known.union(UnionType::Distinct, seen.into_query());
    if let Ok(id) = text.parse::<PaymentId>() {
        let own = Entity::find().select_only().column(Column::Id).filter(Column::Id.eq(id.0));
        known.union(UnionType::Distinct, own.into_query());
    }
    known
}
