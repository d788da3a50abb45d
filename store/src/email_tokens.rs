//! Links that mails carry: known by the hashes of their tokens, each good for one thing, once.

use nproxy_domain::{Env, Timestamp};
use sea_orm::prelude::Uuid;
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

pub use crate::entities::email_tokens::Model as EmailTokenRow;
use crate::entities::email_tokens::{ActiveModel, Column, Entity, Model};
use crate::entities::text::LinkPurpose;
use crate::{StoreError, Tx};

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewEmailToken {
    /// SHA-256 of the token, which itself is nowhere.
    pub token_hash: [u8; 32],
    pub purpose: LinkPurpose,
    pub subject: Uuid,
    /// The address that it is sent to.
    pub email: String,
    pub expires_at: Timestamp,
}

pub async fn insert(tx: &Tx, env: &Env, new: NewEmailToken) -> Result<(), StoreError> {
    let row = Model {
        id: env.uuid(),
        token_hash: new.token_hash.to_vec(),
        purpose: new.purpose,
        subject_id: new.subject,
        email: new.email,
        created_at: env.now(),
        expires_at: new.expires_at,
        used_at: None,
    };
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

/// Used and expired ones as well: what counts is the caller's to say.
pub async fn by_hash(conn: &impl ConnectionTrait, hash: &[u8; 32]) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).one(conn).await?)
}

/// Uses up every link of this purpose to this subject: that of several mails, or of a thing that is done. `0`: there
/// was none left.
pub async fn use_up(tx: &Tx, purpose: LinkPurpose, subject: Uuid, now: Timestamp) -> Result<u64, StoreError> {
    let change = ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::SubjectId.eq(subject));
    let rows = rows.filter(Column::Purpose.eq(purpose)).filter(Column::UsedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected)
}

/// Uses up this one alone. `false`: it was used meanwhile.
pub async fn take(tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool, StoreError> {
    let change = ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id)).filter(Column::UsedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Forgets those that expired before `before`; the number of them.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(tx).await?.rows_affected)
}
