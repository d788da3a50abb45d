//! Signed-in browsers.

use std::collections::HashMap;

use nproxy_domain::{SessionId, Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::entities::sessions::{ActiveModel, Column, Entity, Model};
use crate::{StoreError, Tx};

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewSession {
    pub id: SessionId,
    /// SHA-256 of the token, which itself is nowhere.
    pub token_hash: [u8; 32],
    pub user: UserId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    /// As the browser names itself, made plain.
    pub user_agent: Option<String>,
    pub address: Option<String>,
    /// When the password was typed; `None`: it was not.
    pub confirmed_at: Option<Timestamp>,
}

pub async fn insert(tx: &Tx, new: NewSession) -> Result<(), StoreError> {
    let row = Model {
        id: new.id.0,
        token_hash: new.token_hash.to_vec(),
        user_id: new.user.0,
        created_at: new.created_at,
        last_seen_at: new.created_at,
        expires_at: new.expires_at,
        revoked_at: None,
        user_agent: new.user_agent,
        address: new.address,
        confirmed_at: new.confirmed_at,
        second_factor_at: None,
    };
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

/// Revoked and expired ones as well: what counts is the caller's to say.
pub async fn by_token_hash(conn: &impl ConnectionTrait, hash: &[u8; 32]) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).one(conn).await?)
}

/// When each of these was seen last; who never signed in is not there.
pub async fn last_seen(
    conn: &impl ConnectionTrait,
    users: &[UserId],
) -> Result<HashMap<UserId, Timestamp>, StoreError> {
    let seen = Entity::find().select_only().column(Column::UserId).column_as(Column::LastSeenAt.max(), "last_seen_at");
    let seen = seen.filter(Column::UserId.is_in(users.iter().map(|user| user.0))).group_by(Column::UserId);
    let seen: Vec<(Uuid, Timestamp)> = seen.into_tuple().all(conn).await?;
    Ok(seen.into_iter().map(|(user, at)| (UserId(user), at)).collect())
}

/// Moves `last_seen_at`, unless another request has moved it meanwhile. `is_stale`: what was proven in it counts no more.
pub async fn seen(
    tx: &Tx,
    id: SessionId,
    was: Timestamp,
    now: Timestamp,
    address: &str,
    is_stale: bool,
) -> Result<(), StoreError> {
    let mut change =
        ActiveModel { last_seen_at: Set(now), address: Set(Some(address.to_owned())), ..Default::default() };
    if is_stale {
        change.confirmed_at = Set(None);
        change.second_factor_at = Set(None);
    }
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::LastSeenAt.eq(was));
    rows.exec(tx).await?;
    Ok(())
}

/// Nobody of a user's is let in by a second factor any more.
pub async fn forget_second_factor(tx: &Tx, user: UserId) -> Result<(), StoreError> {
    let change = ActiveModel { second_factor_at: Set(None), ..Default::default() };
    Entity::update_many().set(change).filter(Column::UserId.eq(user.0)).exec(tx).await?;
    Ok(())
}

/// What was proven in a session just now: the password, the second factor, or both.
pub async fn proven(
    tx: &Tx,
    id: SessionId,
    confirmed_at: Option<Timestamp>,
    second_factor_at: Option<Timestamp>,
) -> Result<(), StoreError> {
    let mut change = ActiveModel::default();
    if confirmed_at.is_some() {
        change.confirmed_at = Set(confirmed_at);
    }
    if second_factor_at.is_some() {
        change.second_factor_at = Set(second_factor_at);
    }
    Entity::update_many().set(change).filter(Column::Id.eq(id.0)).exec(tx).await?;
    Ok(())
}

pub async fn revoke(tx: &Tx, hash: &[u8; 32], now: Timestamp) -> Result<(), StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::TokenHash.eq(hash.to_vec()));
    rows.filter(Column::RevokedAt.is_null()).exec(tx).await?;
    Ok(())
}

/// The number of browsers that were signed out.
pub async fn revoke_all(tx: &Tx, user: UserId, now: Timestamp) -> Result<u64, StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::UserId.eq(user.0)).filter(Column::RevokedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected)
}

/// The number of browsers that were signed out.
pub async fn revoke_all_of(tx: &Tx, users: &[UserId], now: Timestamp) -> Result<u64, StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::UserId.is_in(users.iter().map(|user| user.0)));
    Ok(rows.filter(Column::RevokedAt.is_null()).exec(tx).await?.rows_affected)
}

/// The number of browsers that were signed out.
pub async fn revoke_everybody(tx: &Tx, now: Timestamp) -> Result<u64, StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    Ok(Entity::update_many().set(change).filter(Column::RevokedAt.is_null()).exec(tx).await?.rows_affected)
}

/// Those of a user that are neither revoked nor of age at `now` and were used after `seen_after`, newest first.
pub async fn live_of(
    conn: &impl ConnectionTrait,
    user: UserId,
    now: Timestamp,
    seen_after: Timestamp,
    max: u64,
) -> Result<Vec<Model>, StoreError> {
    let live = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::RevokedAt.is_null());
    let live = live.filter(Column::ExpiresAt.gt(now)).filter(Column::LastSeenAt.gt(seen_after));
    Ok(live.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id).limit(max).all(conn).await?)
}

/// When any session of a user's was used last, as far as it is known: those that ended long ago are forgotten.
pub async fn last_use(conn: &impl ConnectionTrait, user: UserId) -> Result<Option<Timestamp>, StoreError> {
    let at = Entity::find().select_only().column(Column::LastSeenAt).filter(Column::UserId.eq(user.0));
    Ok(at.order_by_desc(Column::LastSeenAt).limit(1).into_tuple().one(conn).await?)
}

/// `false`: this user has no such session that goes on.
pub async fn revoke_own(tx: &Tx, user: UserId, id: SessionId, now: Timestamp) -> Result<bool, StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::UserId.eq(user.0));
    Ok(rows.filter(Column::RevokedAt.is_null()).exec(tx).await?.rows_affected == 1)
}

/// All but this one; the number of browsers that were signed out.
pub async fn revoke_others(tx: &Tx, user: UserId, but: SessionId, now: Timestamp) -> Result<u64, StoreError> {
    let change = ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::UserId.eq(user.0)).filter(Column::RevokedAt.is_null());
    Ok(rows.filter(Column::Id.ne(but.0)).exec(tx).await?.rows_affected)
}

/// Forgets sessions that ended before `before`; the number of them.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(tx).await?.rows_affected)
}
