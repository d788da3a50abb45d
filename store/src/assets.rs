//! The rows of pictures; the bytes lie in an asset store.

use nproxy_domain::assets::StorageKey;
use nproxy_domain::{AssetId, Timestamp, UserId};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, Statement,
};

use crate::entities::assets::{ActiveModel, Column, Entity, Model};
use crate::entities::text::AssetKind;
use crate::{StoreError, Tx};

/// A row to be. Its object and the thumbnail are stored already.
#[derive(Clone, Debug)]
pub struct NewAsset {
    pub id: AssetId,
    pub owner: UserId,
    pub kind: AssetKind,
    pub key: StorageKey,
    pub mime: String,
    /// As it is shown, in pixels.
    pub width: u32,
    pub height: u32,
    pub bytes: u64,
    /// SHA-256 of the object.
    pub hash: [u8; 32],
    pub created_at: Timestamp,
}

pub async fn insert(tx: &Tx, new: NewAsset) -> Result<Model, StoreError> {
    let row = Model {
        id: new.id.0,
        owner_id: new.owner.0,
        kind: new.kind,
        storage_key: new.key.as_str().to_owned(),
        mime: new.mime,
        width: new.width.into(),
        height: new.height.into(),
        bytes: i64::try_from(new.bytes).unwrap_or(i64::MAX),
        hash: new.hash.to_vec(),
        created_at: new.created_at,
        deleted_at: None,
        starred_at: None,
        deleted_with: None,
        purged_at: None,
        removed_at: None,
    };
    Entity::insert(ActiveModel::from(row.clone())).exec_without_returning(tx).await?;
    Ok(row)
}

/// Those of `ids` that are this user's and not deleted, in the order of `ids`.
pub async fn own_live(conn: &impl ConnectionTrait, user: UserId, ids: &[AssetId]) -> Result<Vec<Model>, StoreError> {
    let rows = Entity::find()
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .filter(Column::OwnerId.eq(user.0))
        .filter(Column::DeletedAt.is_null())
        .all(conn)
        .await?;
    Ok(ids.iter().filter_map(|id| rows.iter().find(|row| row.id == id.0)).cloned().collect())
}

/// Whoever's and deleted or not, in no order.
pub async fn by_ids(conn: &impl ConnectionTrait, ids: &[AssetId]) -> Result<Vec<Model>, StoreError> {
    Ok(Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).all(conn).await?)
}

/// Stars it or takes the star away. `false`: there is no such picture of this user's.
pub async fn star(tx: &Tx, user: UserId, id: AssetId, at: Option<Timestamp>) -> Result<bool, StoreError> {
    let change = ActiveModel { starred_at: Set(at), ..Default::default() };
    let rows = Entity::update_many()
        .set(change)
        .filter(Column::Id.eq(id.0))
        .filter(Column::OwnerId.eq(user.0))
        .filter(Column::DeletedAt.is_null());
    Ok(rows.exec(tx).await?.rows_affected == 1)
}

/// What is kept of a customer's uploads, those in the trash among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uploaded {
    pub bytes: u64,
    /// Since the time that was asked for.
    pub newer: u64,
    pub oldest_newer: Option<Timestamp>,
}

#[derive(FromQueryResult)]
struct Sums {
    bytes: i64,
    newer: i64,
    oldest_newer: Option<Timestamp>,
}

pub async fn uploaded(conn: &impl ConnectionTrait, user: UserId, since: Timestamp) -> Result<Uploaded, StoreError> {
    let sql = "SELECT CAST(COALESCE(SUM(bytes), 0) AS BIGINT) AS bytes,
            COUNT(*) FILTER (WHERE created_at > $2) AS newer,
            MIN(created_at) FILTER (WHERE created_at > $2) AS oldest_newer
        FROM assets WHERE owner_id = $1 AND kind = 'input' AND purged_at IS NULL";
    let statement = Statement::from_sql_and_values(conn.get_database_backend(), sql, [user.0.into(), since.into()]);
    let sums = Sums::find_by_statement(statement).one(conn).await?;
    let count = |number: i64| u64::try_from(number).unwrap_or(0);
    Ok(sums.map_or(Uploaded { bytes: 0, newer: 0, oldest_newer: None }, |sums| Uploaded {
        bytes: count(sums.bytes),
        newer: count(sums.newer),
        oldest_newer: sums.oldest_newer,
    }))
}
