//! What an admin was asked about in Telegram and has not confirmed: one act at a time.

use nproxy_domain::Timestamp;
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use crate::entities::telegram_asks::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::telegram_asks::Model as Ask;

/// In the place of an earlier one.
pub async fn put(tx: &Tx, row: Ask) -> Result<(), StoreError> {
    let columns = [Column::Id, Column::MessageId, Column::Ask, Column::Reason, Column::AwaitsCode, Column::ExpiresAt];
    let again = OnConflict::column(Column::TelegramId).update_columns(columns).to_owned();
    Entity::insert(ActiveModel::from(row)).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// `None`: nothing is asked, or it was asked too long ago.
pub async fn open(conn: &impl ConnectionTrait, telegram_id: i64, now: Timestamp) -> Result<Option<Ask>, StoreError> {
    Ok(Entity::find_by_id(telegram_id).filter(Column::ExpiresAt.gt(now)).one(conn).await?)
}

/// `false`: it is no longer asked.
pub async fn set_reason(tx: &Tx, id: Uuid, telegram_id: i64, reason: Option<String>) -> Result<bool, StoreError> {
    change(tx, id, telegram_id, ActiveModel { reason: Set(reason), ..Default::default() }).await
}

/// It was confirmed and waits for a code. `false`: it is no longer asked.
pub async fn await_code(tx: &Tx, id: Uuid, telegram_id: i64, until: Timestamp) -> Result<bool, StoreError> {
    let change_to = ActiveModel { awaits_code: Set(true), expires_at: Set(until), ..Default::default() };
    change(tx, id, telegram_id, change_to).await
}

/// It is asked no more: done, or dropped. `false`: it was not.
pub async fn take(tx: &Tx, id: Uuid, telegram_id: i64) -> Result<bool, StoreError> {
    let rows = Entity::delete_many().filter(Column::TelegramId.eq(telegram_id)).filter(Column::Id.eq(id));
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Whatever it was.
pub async fn drop_of(tx: &Tx, telegram_id: i64) -> Result<(), StoreError> {
    Entity::delete_by_id(telegram_id).exec(tx).await?;
    Ok(())
}

async fn change(tx: &Tx, id: Uuid, telegram_id: i64, change: ActiveModel) -> Result<bool, StoreError> {
    let rows = Entity::update_many().set(change).filter(Column::TelegramId.eq(telegram_id)).filter(Column::Id.eq(id));
    Ok(rows.exec(tx).await?.rows_affected == 1)
}
