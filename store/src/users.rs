//! Accounts.

use std::collections::HashMap;

use nproxy_domain::{Timestamp, UserId};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::entities::text::{Language, Role};
use crate::entities::users::{ActiveModel, Column, Entity, Model};
use crate::{StoreError, Tx};

/// A row to be. `email` is case-folded already.
#[derive(Clone, Debug)]
pub struct NewUser {
    pub id: UserId,
    pub email: String,
    pub password_hash: String,
    pub role: Role,
    pub language: Language,
    pub created_at: Timestamp,
    /// The version that was accepted; an account that the operator made accepted none.
    pub terms_version: Option<String>,
}

/// [`StoreError::Unique`]: the address is taken.
pub async fn insert(tx: &Tx, new: NewUser) -> Result<Model, StoreError> {
    let row = Model {
        id: new.id.0,
        email: new.email,
        password_hash: new.password_hash,
        role: new.role,
        language: new.language,
        created_at: new.created_at,
        suspended_at: None,
        suspended_reason: None,
        deleted_at: None,
        terms_version: new.terms_version,
        delete_after: None,
    };
    Entity::insert(ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(row)
}

pub async fn get(conn: &impl ConnectionTrait, id: UserId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id.0).filter(Column::DeletedAt.is_null()).one(conn).await?)
}

/// [`get`], also of one that is deleted.
pub async fn any(conn: &impl ConnectionTrait, id: UserId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?)
}

pub async fn by_email(conn: &impl ConnectionTrait, email: &str) -> Result<Option<Model>, StoreError> {
    let row = Entity::find().filter(Column::Email.eq(email)).filter(Column::DeletedAt.is_null());
    Ok(row.one(conn).await?)
}

/// The addresses of these, also of those that are deleted.
pub async fn emails(conn: &impl ConnectionTrait, ids: &[UserId]) -> Result<HashMap<UserId, String>, StoreError> {
    let emails = Entity::find().select_only().column(Column::Id).column(Column::Email);
    let emails: Vec<(Uuid, String)> =
        emails.filter(Column::Id.is_in(ids.iter().map(|id| id.0))).into_tuple().all(conn).await?;
    Ok(emails.into_iter().map(|(id, email)| (UserId(id), email)).collect())
}

/// Holds the row until the transaction ends. `FOR NO KEY UPDATE`: rows that refer to the user may still be inserted,
/// which a plain `FOR UPDATE` would block into a deadlock. On SQLite a write transaction is alone anyway.
pub async fn lock(tx: &Tx, id: UserId) -> Result<Option<Model>, StoreError> {
    let row = Entity::find_by_id(id.0).filter(Column::DeletedAt.is_null()).lock(LockType::NoKeyUpdate);
    Ok(row.one(tx).await?)
}

/// Those that there are, in the order of their ids.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[UserId]) -> Result<Vec<Model>, StoreError> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).filter(Column::DeletedAt.is_null());
    Ok(rows.order_by_asc(Column::Id).all(conn).await?)
}

/// [`by_ids`], each held as [`lock`] does it.
pub async fn lock_all(tx: &Tx, ids: &[UserId]) -> Result<Vec<Model>, StoreError> {
    let rows = Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).filter(Column::DeletedAt.is_null());
    Ok(rows.order_by_asc(Column::Id).lock(LockType::NoKeyUpdate).all(tx).await?)
}

/// The admins who may act at present, in the order of their ids: few.
pub async fn admins(conn: &impl ConnectionTrait) -> Result<Vec<Model>, StoreError> {
    // Spelled out, so that the planner sees that the index of the admins fits.
    let admins = Entity::find().filter(Expr::cust("role = 'admin'")).filter(Column::SuspendedAt.is_null());
    let admins = admins.filter(Column::DeleteAfter.is_null()).filter(Column::DeletedAt.is_null());
    Ok(admins.order_by_asc(Column::Id).all(conn).await?)
}

/// `false`: there is no such user, or the role was not `from`.
pub async fn change_role(tx: &Tx, id: UserId, from: Role, to: Role) -> Result<bool, StoreError> {
    let change = ActiveModel { role: Set(to), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::Role.eq(from));
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Suspends them for a reason, or lets them go on.
pub async fn set_suspended(tx: &Tx, ids: &[UserId], suspended: Option<(Timestamp, String)>) -> Result<(), StoreError> {
    let (at, reason) = suspended.unzip();
    let change = ActiveModel { suspended_at: Set(at), suspended_reason: Set(reason), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    rows.filter(Column::DeletedAt.is_null()).exec(tx).await?;
    Ok(())
}

/// `false`: there is no such user.
pub async fn set_language(tx: &Tx, id: UserId, language: Language) -> Result<bool, StoreError> {
    let change = ActiveModel { language: Set(language), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::DeletedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// `false`: there is no such user.
pub async fn set_password(tx: &Tx, id: UserId, password_hash: String) -> Result<bool, StoreError> {
    let change = ActiveModel { password_hash: Set(password_hash), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::DeletedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// The address of the account is another one from now on. [`StoreError::Unique`]: it is another account's.
pub async fn set_email(tx: &Tx, id: UserId, email: String) -> Result<(), StoreError> {
    change_live(tx, id, ActiveModel { email: Set(email), ..Default::default() }).await
}

/// It is to be erased after this moment, or no longer is.
pub async fn set_delete_after(tx: &Tx, id: UserId, at: Option<Timestamp>) -> Result<(), StoreError> {
    change_live(tx, id, ActiveModel { delete_after: Set(at), ..Default::default() }).await
}

/// Those that were to be erased by `now`, longest due first.
pub async fn due_to_erase(conn: &impl ConnectionTrait, now: Timestamp, max: u64) -> Result<Vec<UserId>, StoreError> {
    let due = Entity::find().select_only().column(Column::Id).filter(Column::DeleteAfter.lte(now));
    let due = due.filter(Column::DeletedAt.is_null()).order_by_asc(Column::DeleteAfter).limit(max);
    Ok(due.into_tuple::<Uuid>().all(conn).await?.into_iter().map(UserId).collect())
}

async fn change_live(tx: &Tx, id: UserId, change: ActiveModel) -> Result<(), StoreError> {
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::DeletedAt.is_null());
    rows.exec(tx).await?;
    Ok(())
}
