//! What buttons mean.

use nproxy_domain::Timestamp;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};

use crate::entities::telegram_buttons::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::telegram_buttons::Model as Button;

/// The buttons of one message, in the place of those that it had.
pub async fn put(tx: &Tx, telegram_id: i64, message_id: i64, rows: Vec<Button>) -> Result<(), StoreError> {
    forget_of_message(tx, telegram_id, message_id).await?;
    if !rows.is_empty() {
        Entity::insert_many(rows.into_iter().map(ActiveModel::from)).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Also one that is too old or somebody else's: what counts is the caller's to say.
pub async fn get(conn: &impl ConnectionTrait, token_hash: &[u8]) -> Result<Option<Button>, StoreError> {
    Ok(Entity::find_by_id(token_hash.to_vec()).one(conn).await?)
}

pub async fn forget_of_message(tx: &Tx, telegram_id: i64, message_id: i64) -> Result<(), StoreError> {
    let rows = Entity::delete_many().filter(Column::TelegramId.eq(telegram_id));
    rows.filter(Column::MessageId.eq(message_id)).exec(tx).await?;
    Ok(())
}

/// Leaves somebody his newest `max` buttons.
pub async fn cap(tx: &Tx, telegram_id: i64, max: u64) -> Result<(), StoreError> {
    let of = || Entity::find().filter(Column::TelegramId.eq(telegram_id));
    let Some(oldest) = of().order_by_desc(Column::CreatedAt).offset(max).limit(1).one(tx).await? else {
        return Ok(());
    };
    let rows = Entity::delete_many().filter(Column::TelegramId.eq(telegram_id));
    rows.filter(Column::CreatedAt.lte(oldest.created_at)).exec(tx).await?;
    Ok(())
}

/// Forgets those that were too old by `before`; the number of rows.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lte(before)).exec(tx).await?.rows_affected)
}
