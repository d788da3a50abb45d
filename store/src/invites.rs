//! Who may make an account where sign-up is by invitation.

use nproxy_domain::{InviteId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use crate::entities::invites::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::invites::Model as InviteRow;

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewInvite {
    pub id: InviteId,
    /// SHA-256 of the code, which itself is nowhere.
    pub code_hash: [u8; 32],
    pub note: String,
    pub uses_max: u32,
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
}

pub async fn insert(tx: &Tx, new: NewInvite) -> Result<InviteRow, StoreError> {
    let row = InviteRow {
        id: new.id.0,
        code_hash: new.code_hash.to_vec(),
        note: new.note,
        uses_max: new.uses_max.into(),
        uses: 0,
        created_at: new.created_at,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    Entity::insert(ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(row)
}

/// Also one that is used up, expired or revoked: what counts is the caller's to say.
pub async fn by_code_hash(conn: &impl ConnectionTrait, hash: &[u8; 32]) -> Result<Option<InviteRow>, StoreError> {
    Ok(Entity::find().filter(Column::CodeHash.eq(hash.to_vec())).one(conn).await?)
}

/// The newest first, by their ids.
pub async fn list(conn: &impl ConnectionTrait, rows_max: u64) -> Result<Vec<InviteRow>, StoreError> {
    Ok(Entity::find().order_by_desc(Column::Id).limit(rows_max).all(conn).await?)
}

pub async fn get(conn: &impl ConnectionTrait, id: InviteId) -> Result<Option<InviteRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?)
}

/// Counts one use. `false`: it is used up or revoked.
pub async fn count_use(tx: &Tx, id: InviteId) -> Result<bool, StoreError> {
    let rows = Entity::update_many()
        .col_expr(Column::Uses, Expr::col(Column::Uses).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Expr::col(Column::Uses).lt(Expr::col(Column::UsesMax)))
        .filter(Column::RevokedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// `false`: it was revoked before, or there is none.
pub async fn revoke(tx: &Tx, id: InviteId, now: Timestamp) -> Result<bool, StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::RevokedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}
