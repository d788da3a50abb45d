//! Pictures that an admin opened: addresses for him alone, for a while.

use nproxy_domain::{AssetId, OpenedId, Timestamp, UserId};
use sea_orm::{ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use crate::entities::opened_pictures::{ActiveModel, Column, Entity};
use crate::{StoreError, Tx};

/// One address for each picture.
pub async fn insert(
    tx: &Tx,
    admin: UserId,
    pictures: &[(OpenedId, AssetId)],
    expires_at: Timestamp,
) -> Result<(), StoreError> {
    if pictures.is_empty() {
        return Ok(());
    }
    let rows = pictures.iter().map(|(id, asset)| ActiveModel {
        id: Set(id.0),
        asset_id: Set(asset.0),
        user_id: Set(admin.0),
        expires_at: Set(expires_at),
    });
    Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(())
}

/// The picture, for this admin, as long as the address is good.
pub async fn get_own(
    conn: &impl ConnectionTrait,
    admin: UserId,
    id: OpenedId,
    now: Timestamp,
) -> Result<Option<AssetId>, StoreError> {
    let own = Entity::find_by_id(id.0).filter(Column::UserId.eq(admin.0)).filter(Column::ExpiresAt.gt(now));
    Ok(own.one(conn).await?.map(|row| AssetId(row.asset_id)))
}

/// Forgets those that expired before `before`; the number of them.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(tx).await?.rows_affected)
}
