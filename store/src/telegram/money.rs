//! Acts on money from Telegram: how many there were, and which of them the admins were not written about yet.

use nproxy_domain::{Timestamp, UserId};
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use crate::entities::telegram_money_acts::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::telegram_money_acts::Model as MoneyAct;

pub async fn insert(tx: &Tx, row: MoneyAct) -> Result<(), StoreError> {
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

/// How many an admin has done since a moment.
pub async fn count(conn: &impl ConnectionTrait, admin: UserId, since: Timestamp) -> Result<u64, StoreError> {
    let rows = Entity::find().filter(Column::AdminId.eq(admin.0)).filter(Column::At.gte(since));
    Ok(rows.count(conn).await?)
}

/// It came to nothing.
pub async fn take_back(tx: &Tx, id: Uuid) -> Result<(), StoreError> {
    Entity::delete_by_id(id).exec(tx).await?;
    Ok(())
}

/// `false`: somebody told it meanwhile.
pub async fn told(tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let change = ActiveModel { told_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id)).filter(Column::ToldAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Begun before `before` and not told, the longest first.
pub async fn untold(conn: &impl ConnectionTrait, before: Timestamp, max: u64) -> Result<Vec<MoneyAct>, StoreError> {
    let rows = Entity::find().filter(Column::ToldAt.is_null()).filter(Column::At.lt(before));
    Ok(rows.order_by_asc(Column::At).limit(max).all(conn).await?)
}

/// Forgets those of before `before` that were told; the number of rows.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    let rows = Entity::delete_many().filter(Column::At.lt(before)).filter(Column::ToldAt.is_not_null());
    Ok(rows.exec(tx).await?.rows_affected)
}
