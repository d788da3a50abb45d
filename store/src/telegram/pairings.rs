//! Codes by which somebody who wrote to the bot is let in.

use nproxy_domain::Timestamp;
use sea_orm::prelude::Uuid;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _,
};

use crate::entities::pairings::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::pairings::Model as Pairing;

/// Makes all who ask for a code wait for each other until the transaction ends, so that no two count past a limit.
pub async fn lock(tx: &Tx) -> Result<(), StoreError> {
    const LOCK: i64 = 0x7061_6972;
    crate::throttle::lock(tx, LOCK).await
}

pub async fn insert(tx: &Tx, row: Pairing) -> Result<(), StoreError> {
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

/// When the `n`th newest code of somebody since `since` was given, if there were so many.
pub async fn nth_newest(
    conn: &impl ConnectionTrait,
    telegram_id: i64,
    since: Timestamp,
    n: u64,
) -> Result<Option<Timestamp>, StoreError> {
    let rows = Entity::find().filter(Column::TelegramId.eq(telegram_id)).filter(Column::CreatedAt.gt(since));
    let row = rows.order_by_desc(Column::CreatedAt).offset(n.saturating_sub(1)).limit(1);
    Ok(row.one(conn).await?.map(|row| row.created_at))
}

/// How many codes are good now.
pub async fn pending(conn: &impl ConnectionTrait, now: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::find().filter(Column::ExpiresAt.gt(now)).filter(Column::CompletedAt.is_null()).count(conn).await?)
}

/// The earlier codes of somebody are good no more: only the newest is.
pub async fn expire_of(tx: &Tx, telegram_id: i64, now: Timestamp) -> Result<(), StoreError> {
    let change = ActiveModel { expires_at: Set(now), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::TelegramId.eq(telegram_id));
    rows.filter(Column::ExpiresAt.gt(now)).filter(Column::CompletedAt.is_null()).exec(tx).await?;
    Ok(())
}

/// Also one that is used or too old: what counts is the caller's to say.
pub async fn by_code_hash(conn: &impl ConnectionTrait, hash: &[u8]) -> Result<Option<Pairing>, StoreError> {
    Ok(Entity::find().filter(Column::CodeHash.eq(hash)).one(conn).await?)
}

/// `false`: it was used or got too old meanwhile.
pub async fn complete(tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let change = ActiveModel { completed_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id)).filter(Column::CompletedAt.is_null());
    Ok(rows.filter(Column::ExpiresAt.gt(now)).exec(tx).await?.rows_affected == 1)
}

/// Completed with this bot and not told yet, longest waiting first.
pub async fn to_greet(conn: &impl ConnectionTrait, bot_id: i64, max: u64) -> Result<Vec<Pairing>, StoreError> {
    let rows = Entity::find().filter(Column::CompletedAt.is_not_null()).filter(Column::GreetedAt.is_null());
    Ok(rows.filter(Column::BotId.eq(bot_id)).order_by_asc(Column::CompletedAt).limit(max).all(conn).await?)
}

/// `false`: somebody told it meanwhile.
pub async fn greeted(tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let change = ActiveModel { greeted_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id)).filter(Column::GreetedAt.is_null());
    Ok(rows.filter(Column::CompletedAt.is_not_null()).exec(tx).await?.rows_affected == 1)
}

/// Forgets those that were too old by `before`; the number of rows.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(tx).await?.rows_affected)
}
