//! Pictures that an admin took away, and the hashes by which the same bytes are known again.

use nproxy_domain::audit::Actor;
use nproxy_domain::{AssetId, Timestamp};
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QuerySelect as _,
    Statement,
};

use crate::entities::blocked_hashes::{ActiveModel, Column, Entity};
use crate::entities::text;
use crate::{StoreError, Tx};

/// Whether bytes of any of these hashes are not taken any more.
pub async fn is_blocked(conn: &impl ConnectionTrait, hashes: &[[u8; 32]]) -> Result<bool, StoreError> {
    let blocked = Entity::find().select_only().column(Column::AssetId);
    let blocked = blocked.filter(Column::Hash.is_in(hashes.iter().map(|hash| hash.to_vec()))).limit(1);
    Ok(blocked.into_tuple::<uuid::Uuid>().one(conn).await?.is_some())
}

/// From now on the same bytes are not taken. Blocked twice it is blocked once.
pub async fn block(
    tx: &Tx,
    hash: Vec<u8>,
    asset: AssetId,
    actor: Actor,
    reason: &str,
    now: Timestamp,
) -> Result<(), StoreError> {
    let row = ActiveModel {
        hash: Set(hash),
        asset_id: Set(asset.0),
        actor: Set(text::actor(actor)),
        reason: Set(reason.to_owned()),
        created_at: Set(now),
    };
    let once = OnConflict::column(Column::Hash).do_nothing().to_owned();
    Entity::insert(row).on_conflict(once).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes away every picture with these bytes, whosever it is, so that nobody brings it back; the number of them. Their
/// generations count as changed. The objects go by the next purge.
pub async fn remove(tx: &Tx, hash: &[u8], now: Timestamp) -> Result<u64, StoreError> {
    let backend = tx.get_database_backend();
    let seen = "UPDATE generations SET version = version + 1
        WHERE asset_id IN (SELECT id FROM assets WHERE hash = $1 AND purged_at IS NULL)";
    tx.execute_raw(Statement::from_sql_and_values(backend, seen, [hash.to_vec().into()])).await?;
    let gone = "UPDATE assets SET removed_at = $2, deleted_at = COALESCE(deleted_at, $2), deleted_with = NULL
        WHERE hash = $1 AND purged_at IS NULL AND removed_at IS NULL";
    let values = [hash.to_vec().into(), now.into()];
    Ok(tx.execute_raw(Statement::from_sql_and_values(backend, gone, values)).await?.rows_affected())
}
