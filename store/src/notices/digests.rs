//! The figures of days, as they were told.

use nproxy_domain::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait as _};
use serde_json::Value;

use crate::entities::digests::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::digests::Model as Digest;

/// `false`: there is one of this day already, and it stays.
pub async fn insert(tx: &Tx, day: i64, figures: Value, at: Timestamp) -> Result<bool, StoreError> {
    let row = ActiveModel { day: Set(day), figures: Set(figures), at: Set(at) };
    let once = OnConflict::column(Column::Day).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1)
}

pub async fn is_written(db: &impl ConnectionTrait, day: i64) -> Result<bool, StoreError> {
    Ok(Entity::find_by_id(day).one(db).await?.is_some())
}
