//! One address for another: asked for by a user, confirmed by the new address, undone by the old one.
//!
//! A change waits (neither time is set), is confirmed, or is over (`undone_at`): undone, or withdrawn before it was
//! confirmed because another change was, or because the account has another password.

use nproxy_domain::{EmailChangeId, Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Statement,
};

use crate::entities::email_changes::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

pub use crate::entities::email_changes::Model as EmailChangeRow;

/// A row to be. Both addresses are case-folded already.
#[derive(Clone)]
pub struct NewEmailChange {
    pub id: EmailChangeId,
    pub user: UserId,
    pub old_email: String,
    pub new_email: String,
}

impl std::fmt::Debug for NewEmailChange {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("NewEmailChange").field("id", &self.id).finish_non_exhaustive()
    }
}

pub async fn insert(tx: &Tx, new: NewEmailChange, now: Timestamp) -> Result<(), StoreError> {
    let row = EmailChangeRow {
        id: new.id.0,
        user_id: new.user.0,
        old_email: new.old_email,
        new_email: new.new_email,
        created_at: now,
        confirmed_at: None,
        undone_at: None,
    };
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

pub async fn get(conn: &impl ConnectionTrait, id: EmailChangeId) -> Result<Option<EmailChangeRow>, StoreError> {
    Ok(Entity::find_by_id(id.0).one(conn).await?)
}

/// When the `n`th newest of a user since `since` was asked for, if there were so many.
pub async fn nth_newest(
    conn: &impl ConnectionTrait,
    user: UserId,
    since: Timestamp,
    n: u32,
) -> Result<Option<Timestamp>, StoreError> {
    let asked = Entity::find().filter(Column::UserId.eq(user.0)).filter(Column::CreatedAt.gt(since));
    let asked = asked.order_by_desc(Column::CreatedAt).offset(u64::from(n.saturating_sub(1))).limit(1);
    Ok(asked.one(conn).await?.map(|row| row.created_at))
}

/// This one is confirmed, and those of the same user that wait are withdrawn. `false`: it did not wait any more.
pub async fn confirm(tx: &Tx, user: UserId, id: EmailChangeId, now: Timestamp) -> Result<bool, StoreError> {
    let confirmed = ActiveModel { confirmed_at: Set(Some(now)), ..Default::default() };
    let row = Entity::update_many().set(confirmed).filter(Column::Id.eq(id.0)).filter(waits());
    if row.exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    withdraw(tx, user, now).await?;
    Ok(true)
}

/// Of a user: what waits is withdrawn.
pub async fn withdraw(tx: &Tx, user: UserId, now: Timestamp) -> Result<(), StoreError> {
    let withdrawn = ActiveModel { undone_at: Set(Some(now)), ..Default::default() };
    Entity::update_many().set(withdrawn).filter(Column::UserId.eq(user.0)).filter(waits()).exec(tx).await?;
    use_up_links(tx, user, now).await
}

fn waits() -> Condition {
    Condition::all().add(Column::ConfirmedAt.is_null()).add(Column::UndoneAt.is_null())
}

/// Of a user: what was confirmed at `since` or later is undone, and what waits is withdrawn.
pub async fn undo_since(tx: &Tx, user: UserId, since: Timestamp, now: Timestamp) -> Result<(), StoreError> {
    let undone = ActiveModel { undone_at: Set(Some(now)), ..Default::default() };
    let later = Condition::any().add(Column::ConfirmedAt.is_null()).add(Column::ConfirmedAt.gte(since));
    let rows = Entity::update_many().set(undone).filter(Column::UserId.eq(user.0)).filter(later);
    rows.filter(Column::UndoneAt.is_null()).exec(tx).await?;
    use_up_links(tx, user, now).await
}

/// Of the user's changes that wait no more there is nothing to confirm, and of those that are over nothing to undo.
async fn use_up_links(tx: &Tx, user: UserId, now: Timestamp) -> Result<(), StoreError> {
    for (purpose, over) in [
        ("confirm_address", "confirmed_at IS NOT NULL OR undone_at IS NOT NULL"),
        ("undo_address", "undone_at IS NOT NULL"),
    ] {
        let sql = format!(
            "UPDATE email_tokens SET used_at = $2 WHERE used_at IS NULL AND purpose = '{purpose}'
                AND subject_id IN (SELECT id FROM email_changes WHERE user_id = $1 AND ({over}))"
        );
        let values = [user.0.into(), now.into()];
        tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    }
    Ok(())
}

/// Forgets those that were asked for before `before`; the number of them.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::CreatedAt.lt(before)).exec(tx).await?.rows_affected)
}
