//! What an admin wants of his chat: when he is left alone, and in which language he is spoken to.

use nproxy_domain::Timestamp;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, EntityTrait as _, QueryFilter as _, QuerySelect as _};

use crate::entities::telegram_admins::{ActiveModel, Column, Entity, Model};
use crate::entities::text::Language;
use crate::{StoreError, Tx};

/// Holds the row until the transaction ends. `None`: not on the list.
pub async fn lock(tx: &Tx, telegram_id: i64) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(telegram_id).lock_exclusive().one(tx).await?)
}

/// No notices but critical ones until then; `None`: they come again.
pub async fn set_muted(tx: &Tx, telegram_id: i64, until: Option<Timestamp>) -> Result<(), StoreError> {
    change(tx, telegram_id, ActiveModel { muted_until: Set(until), ..Default::default() }).await
}

/// Minutes of the day in UTC, from and to; `None`: no quiet hours.
pub async fn set_quiet_hours(tx: &Tx, telegram_id: i64, hours: Option<(u16, u16)>) -> Result<(), StoreError> {
    let (from, to) = hours.map(|(from, to)| (i64::from(from), i64::from(to))).unzip();
    let set = ActiveModel { quiet_from_minute: Set(from), quiet_to_minute: Set(to), ..Default::default() };
    change(tx, telegram_id, set).await
}

pub async fn set_language(tx: &Tx, telegram_id: i64, language: Language) -> Result<(), StoreError> {
    change(tx, telegram_id, ActiveModel { language: Set(language), ..Default::default() }).await
}

async fn change(tx: &Tx, telegram_id: i64, change: ActiveModel) -> Result<(), StoreError> {
    Entity::update_many().set(change).filter(Column::TelegramId.eq(telegram_id)).exec(tx).await?;
    Ok(())
}
