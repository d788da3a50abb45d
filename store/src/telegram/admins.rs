//! The allowlist.

use nproxy_domain::UserId;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
};

use crate::entities::telegram_admins::{ActiveModel, Column, Entity};
use crate::entities::{text::TelegramScope, users};
use crate::{StoreError, Tx};

pub use crate::entities::telegram_admins::Model as TelegramAdmin;

/// With the account that it acts for, also one that is no admin's any more: what counts is the caller's to say. `None`:
/// not on the list, or the account is erased.
pub async fn with_user(
    conn: &impl ConnectionTrait,
    telegram_id: i64,
) -> Result<Option<(TelegramAdmin, users::Model)>, StoreError> {
    let Some(row) = get(conn, telegram_id).await? else { return Ok(None) };
    let user = crate::users::get(conn, UserId(row.admin_id)).await?;
    Ok(user.map(|user| (row, user)))
}

pub async fn get(conn: &impl ConnectionTrait, telegram_id: i64) -> Result<Option<TelegramAdmin>, StoreError> {
    Ok(Entity::find_by_id(telegram_id).one(conn).await?)
}

/// All of them, paired first first; people type each of them by hand.
pub async fn list(conn: &impl ConnectionTrait) -> Result<Vec<TelegramAdmin>, StoreError> {
    Ok(Entity::find().order_by_asc(Column::PairedAt).order_by_asc(Column::TelegramId).all(conn).await?)
}

/// Lets somebody in, in the place of what he was let in as before.
pub async fn put(tx: &Tx, row: TelegramAdmin) -> Result<(), StoreError> {
    let columns = [
        Column::AdminId,
        Column::Name,
        Column::Username,
        Column::Scope,
        Column::Language,
        Column::MutedUntil,
        Column::QuietFromMinute,
        Column::QuietToMinute,
        Column::PairedAt,
    ];
    let again = OnConflict::column(Column::TelegramId).update_columns(columns).to_owned();
    Entity::insert(ActiveModel::from(row)).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// `false`: it was not so.
pub async fn change_scope(
    tx: &Tx,
    telegram_id: i64,
    from: TelegramScope,
    to: TelegramScope,
) -> Result<bool, StoreError> {
    let change = ActiveModel { scope: Set(to), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::TelegramId.eq(telegram_id));
    Ok(rows.filter(Column::Scope.eq(from)).exec(tx).await?.rows_affected == 1)
}

/// With his buttons and what he was asked. `false`: he was not on the list.
pub async fn remove(tx: &Tx, telegram_id: i64) -> Result<bool, StoreError> {
    Ok(Entity::delete_by_id(telegram_id).exec(tx).await?.rows_affected == 1)
}

/// Everybody who acts for this admin; their ids.
pub async fn remove_of(tx: &Tx, admin: UserId) -> Result<Vec<i64>, StoreError> {
    let rows = Entity::find().filter(Column::AdminId.eq(admin.0)).order_by_asc(Column::TelegramId).all(tx).await?;
    Entity::delete_many().filter(Column::AdminId.eq(admin.0)).exec(tx).await?;
    Ok(rows.into_iter().map(|row| row.telegram_id).collect())
}
