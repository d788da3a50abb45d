//! Thrown away, brought back, gone for good.
//!
//! A turn or a conversation takes its live pictures along and brings back exactly those. A picture that comes after its
//! turn was deleted follows it ([`follow`]): whoever deletes and whoever delivers hold the same row, so neither misses
//! the other.

use nproxy_domain::assets::StorageKey;
use nproxy_domain::{AssetId, ConversationId, Timestamp, TurnId, UserId};
use sea_orm::sea_query::{LockType, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, Condition, ConnectionTrait, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QuerySelect as _, QueryTrait as _, Statement,
};
use uuid::Uuid;

use crate::entities::{assets, conversations, generations, turns};
use crate::{StoreError, Tx};

/// Hides a turn with its pictures. `false`: there is no such turn of this user's.
pub async fn delete_turn(tx: &Tx, user: UserId, id: TurnId, now: Timestamp) -> Result<bool, StoreError> {
    let change = turns::ActiveModel { deleted_at: Set(Some(now)), ..Default::default() };
    let rows = turns::Entity::update_many()
        .set(change)
        .filter(turns::Column::Id.eq(id.0))
        .filter(turns::Column::UserId.eq(user.0))
        .filter(turns::Column::DeletedAt.is_null());
    if rows.exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    take_along(tx, id.0, pictures_of(turns::Column::Id.eq(id.0)), now).await?;
    Ok(true)
}

/// Shows it again, if it was not deleted before `since`.
pub async fn restore_turn(tx: &Tx, user: UserId, id: TurnId, since: Timestamp) -> Result<bool, StoreError> {
    let change = turns::ActiveModel { deleted_at: Set(None), ..Default::default() };
    let rows = turns::Entity::update_many()
        .set(change)
        .filter(turns::Column::Id.eq(id.0))
        .filter(turns::Column::UserId.eq(user.0))
        .filter(turns::Column::DeletedAt.gte(since));
    if rows.exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    bring_back(tx, id.0).await?;
    Ok(true)
}

/// Hides a conversation with its pictures. `false`: there is no such conversation of this user's.
pub async fn delete_conversation(
    tx: &Tx,
    user: UserId,
    id: ConversationId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let change = conversations::ActiveModel { deleted_at: Set(Some(now)), ..Default::default() };
    let rows = conversations::Entity::update_many()
        .set(change)
        .filter(conversations::Column::Id.eq(id.0))
        .filter(conversations::Column::UserId.eq(user.0))
        .filter(conversations::Column::DeletedAt.is_null());
    if rows.exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    take_along(tx, id.0, pictures_of(turns::Column::ConversationId.eq(id.0)), now).await?;
    Ok(true)
}

/// Shows it again, if it was not deleted before `since`.
pub async fn restore_conversation(
    tx: &Tx,
    user: UserId,
    id: ConversationId,
    since: Timestamp,
) -> Result<bool, StoreError> {
    let change = conversations::ActiveModel { deleted_at: Set(None), ..Default::default() };
    let rows = conversations::Entity::update_many()
        .set(change)
        .filter(conversations::Column::Id.eq(id.0))
        .filter(conversations::Column::UserId.eq(user.0))
        .filter(conversations::Column::DeletedAt.gte(since));
    if rows.exec(tx).await?.rows_affected == 0 {
        return Ok(false);
    }
    bring_back(tx, id.0).await?;
    Ok(true)
}

/// Hides one picture. `false`: there is no such picture of this user's.
pub async fn delete_asset(tx: &Tx, user: UserId, id: AssetId, now: Timestamp) -> Result<bool, StoreError> {
    let change = assets::ActiveModel { deleted_at: Set(Some(now)), ..Default::default() };
    let rows = assets::Entity::update_many()
        .set(change)
        .filter(assets::Column::Id.eq(id.0))
        .filter(assets::Column::OwnerId.eq(user.0))
        .filter(assets::Column::DeletedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// Shows one again that was deleted by itself, not before `since`.
pub async fn restore_asset(tx: &Tx, user: UserId, id: AssetId, since: Timestamp) -> Result<bool, StoreError> {
    let change = assets::ActiveModel { deleted_at: Set(None), ..Default::default() };
    let rows = assets::Entity::update_many()
        .set(change)
        .filter(assets::Column::Id.eq(id.0))
        .filter(assets::Column::OwnerId.eq(user.0))
        .filter(assets::Column::DeletedWith.is_null())
        .filter(assets::Column::PurgedAt.is_null())
        .filter(assets::Column::RemovedAt.is_null())
        .filter(assets::Column::DeletedAt.gte(since));
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// A picture that came just now goes where its turn and its conversation went.
pub async fn follow(tx: &Tx, turn: TurnId, asset: AssetId, now: Timestamp) -> Result<(), StoreError> {
    let turn = turns::Entity::find_by_id(turn.0).lock(LockType::Share).one(tx).await?;
    let Some(turn) = turn else { return Ok(()) };
    let conversation = conversations::Entity::find_by_id(turn.conversation_id).lock(LockType::Share).one(tx).await?;
    let gone = conversation.is_some_and(|row| row.deleted_at.is_some()).then_some(turn.conversation_id);
    // The turn went by itself, and comes back by itself.
    let Some(with) = turn.deleted_at.map(|_| turn.id).or(gone) else { return Ok(()) };
    let change =
        assets::ActiveModel { deleted_at: Set(Some(now)), deleted_with: Set(Some(with)), ..Default::default() };
    assets::Entity::update_many().set(change).filter(assets::Column::Id.eq(asset.0)).exec(tx).await?;
    Ok(())
}

/// The pictures that were made for these turns.
fn pictures_of(turns: impl Into<sea_orm::sea_query::SimpleExpr>) -> SelectStatement {
    let ids = turns::Entity::find().select_only().column(turns::Column::Id).filter(Condition::all().add(turns.into()));
    generations::Entity::find()
        .select_only()
        .column(generations::Column::AssetId)
        .filter(generations::Column::AssetId.is_not_null())
        .filter(generations::Column::TurnId.in_subquery(ids.into_query()))
        .into_query()
}

async fn take_along(tx: &Tx, with: Uuid, pictures: SelectStatement, now: Timestamp) -> Result<(), StoreError> {
    let change =
        assets::ActiveModel { deleted_at: Set(Some(now)), deleted_with: Set(Some(with)), ..Default::default() };
    let rows = assets::Entity::update_many()
        .set(change)
        .filter(assets::Column::Id.in_subquery(pictures))
        .filter(assets::Column::DeletedAt.is_null());
    rows.exec(tx).await?;
    Ok(())
}

async fn bring_back(tx: &Tx, with: Uuid) -> Result<(), StoreError> {
    let change = assets::ActiveModel { deleted_at: Set(None), deleted_with: Set(None), ..Default::default() };
    let rows = assets::Entity::update_many()
        .set(change)
        .filter(assets::Column::DeletedWith.eq(with))
        .filter(assets::Column::PurgedAt.is_null());
    rows.exec(tx).await?;
    Ok(())
}

/// What may be removed for good.
#[derive(Clone, Debug, FromQueryResult)]
struct Old {
    id: Uuid,
    storage_key: String,
}

/// At most `rows_max` pictures that were deleted before `before` and that no live turn shows as its input, or that an admin
/// took away.
pub async fn old(
    db: &impl ConnectionTrait,
    before: Timestamp,
    rows_max: u64,
) -> Result<Vec<(AssetId, StorageKey)>, StoreError> {
    let sql = format!(
        "SELECT a.id, a.storage_key FROM assets a
         WHERE a.deleted_at IS NOT NULL AND a.purged_at IS NULL AND (a.removed_at IS NOT NULL OR a.deleted_at < $1
         AND NOT EXISTS (SELECT 1 FROM turn_inputs i JOIN turns t ON t.id = i.turn_id
             JOIN conversations c ON c.id = t.conversation_id
             WHERE i.asset_id = a.id AND t.deleted_at IS NULL AND c.deleted_at IS NULL))
         ORDER BY a.deleted_at, a.id LIMIT {rows_max}"
    );
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [before.into()]);
    let rows = Old::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(|row| (AssetId(row.id), StorageKey::from_row(row.storage_key))).collect())
}

/// Their bytes are gone.
pub async fn purged(tx: &Tx, ids: &[AssetId], now: Timestamp) -> Result<(), StoreError> {
    let change = assets::ActiveModel { purged_at: Set(Some(now)), ..Default::default() };
    let rows = assets::Entity::update_many()
        .set(change)
        .filter(assets::Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(assets::Column::DeletedAt.is_not_null())
        .filter(assets::Column::PurgedAt.is_null());
    rows.exec(tx).await?;
    Ok(())
}
