//! Sign-ups that wait for their links.

use nproxy_domain::{InviteId, RegistrationId, Timestamp, UserId};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};

use crate::entities::pending_registrations::{ActiveModel, Column, Entity, Model};
use crate::entities::text::Language;
use crate::{StoreError, Tx};

/// A row to be. `email` is case-folded already.
#[derive(Clone)]
pub struct NewRegistration {
    pub id: RegistrationId,
    pub email: String,
    pub password_hash: String,
    pub language: Language,
    pub terms_version: Option<String>,
    pub invite: Option<InviteId>,
    /// SHA-256 of what the browser holds that waits.
    pub ticket_hash: [u8; 32],
    pub now: Timestamp,
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for NewRegistration {
    /// Neither address nor hash in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewRegistration").field("id", &self.id).finish_non_exhaustive()
    }
}

pub async fn insert(tx: &Tx, new: NewRegistration) -> Result<Model, StoreError> {
    let row = Model {
        id: new.id.0,
        email: new.email,
        password_hash: new.password_hash,
        language: new.language,
        terms_version: new.terms_version,
        invite_id: new.invite.map(|id| id.0),
        ticket_hash: new.ticket_hash.to_vec(),
        created_at: new.now,
        mailed_at: new.now,
        expires_at: new.expires_at,
        user_id: None,
    };
    Entity::insert(ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(row)
}

pub async fn get(conn: &impl ConnectionTrait, id: RegistrationId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?)
}

/// Expired ones as well: what counts is the caller's to say.
pub async fn by_ticket(conn: &impl ConnectionTrait, hash: &[u8; 32]) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find().filter(Column::TicketHash.eq(hash.to_vec())).one(conn).await?)
}

/// [`by_ticket`], held until the transaction ends.
pub async fn lock_by_ticket(tx: &Tx, hash: &[u8; 32]) -> Result<Option<Model>, StoreError> {
    let row = Entity::find().filter(Column::TicketHash.eq(hash.to_vec()));
    Ok(row.lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// Held until the transaction ends.
pub async fn lock(tx: &Tx, id: RegistrationId) -> Result<Option<Model>, StoreError> {
    Ok(Entity::find_by_id(id.0).lock(LockType::NoKeyUpdate).one(tx).await?)
}

/// Those that wait at `now`, of one address or of all, newest first.
pub async fn waiting(
    conn: &impl ConnectionTrait,
    email: Option<&str>,
    now: Timestamp,
    max: u64,
) -> Result<Vec<Model>, StoreError> {
    let mut waiting = Entity::find().filter(Column::UserId.is_null()).filter(Column::ExpiresAt.gt(now));
    if let Some(email) = email {
        waiting = waiting.filter(Column::Email.eq(email));
    }
    let newest = waiting.order_by_desc(Column::CreatedAt).order_by_desc(Column::Id);
    Ok(newest.limit(max).all(conn).await?)
}

/// Another mail was left for it, to this address; it waits anew.
pub async fn mailed(
    tx: &Tx,
    id: RegistrationId,
    email: &str,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    let change = ActiveModel {
        email: Set(email.to_owned()),
        mailed_at: Set(now),
        expires_at: Set(expires_at),
        ..Default::default()
    };
    Entity::update_many().set(change).filter(Column::Id.eq(id.0)).exec(tx).await?;
    Ok(())
}

/// It is an account now. `false`: it was one already.
pub async fn became(tx: &Tx, id: RegistrationId, user: UserId) -> Result<bool, StoreError> {
    let change = ActiveModel { user_id: Set(Some(user.0)), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Id.eq(id.0)).filter(Column::UserId.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Puts a hash in the ticket's place that nobody knows a ticket of. `false`: the ticket was used meanwhile.
pub async fn use_ticket(tx: &Tx, hash: &[u8; 32], nobodys: [u8; 32]) -> Result<bool, StoreError> {
    let change = ActiveModel { ticket_hash: Set(nobodys.to_vec()), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::TicketHash.eq(hash.to_vec()));
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Forgets those that expired before `before`; the number of them.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(tx).await?.rows_affected)
}
