//! Links to ZIPs. What is in one is looked up again when it is fetched.

use nproxy_domain::{AssetId, DownloadId, Timestamp, UserId};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _};

use crate::entities::downloads::{ActiveModel, Column, Entity, Model};
use crate::entities::text::DownloadKind;
use crate::{StoreError, Tx};

pub use crate::entities::downloads::Model as DownloadRow;

/// A row to be.
#[derive(Clone, Debug)]
pub struct NewDownload {
    pub id: DownloadId,
    pub user: UserId,
    pub kind: DownloadKind,
    /// What was chosen, in its order.
    pub assets: Vec<AssetId>,
    /// Of another's account; `None`: of the own one.
    pub account: Option<UserId>,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

pub async fn insert(tx: &Tx, new: NewDownload) -> Result<(), StoreError> {
    let row = Model {
        id: new.id.0,
        user_id: new.user.0,
        kind: new.kind,
        asset_ids: new.assets.iter().map(ToString::to_string).collect(),
        account_id: new.account.map(|user| user.0),
        created_at: new.created_at,
        expires_at: new.expires_at,
    };
    Entity::insert(ActiveModel::from(row)).exec_without_returning(tx).await?;
    Ok(())
}

/// The customer's own, as long as it is good.
pub async fn get_own(
    conn: &impl ConnectionTrait,
    user: UserId,
    id: DownloadId,
    now: Timestamp,
) -> Result<Option<DownloadRow>, StoreError> {
    let own = Entity::find_by_id(id.0).filter(Column::UserId.eq(user.0)).filter(Column::ExpiresAt.gt(now));
    Ok(own.one(conn).await?)
}

/// What was chosen, in its order.
pub fn assets(row: &DownloadRow) -> Vec<AssetId> {
    let ids = row.asset_ids.as_array().map(Vec::as_slice).unwrap_or_default();
    ids.iter().filter_map(|id| id.as_str()?.parse().ok()).collect()
}

/// Forgets those that expired before `before`; the number of them.
pub async fn clear(tx: &Tx, before: Timestamp) -> Result<u64, StoreError> {
    Ok(Entity::delete_many().filter(Column::ExpiresAt.lt(before)).exec(tx).await?.rows_affected)
}
