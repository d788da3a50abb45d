//! What is forgotten because it is old: some rows at a time, each found by an index that it leaves.

use nproxy_domain::assets::StorageKey;
use nproxy_domain::{AssetId, GenerationId, Timestamp};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, DbBackend, EntityTrait as _, FromQueryResult,
    QueryFilter as _, QueryOrder as _, QuerySelect as _, Statement,
};

use crate::entities::{assets, generations};
use crate::{StoreError, Tx};

/// What has a period of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Old {
    /// From where a browser was seen last.
    Addresses,
    /// What upstreams said of attempts that failed.
    AttemptDetails,
    /// What was said of keys' failures.
    KeyEvidence,
    /// What was told in Telegram.
    Deliveries,
    /// Mails that are on their way no more. Their texts went before.
    Mails,
}

impl Old {
    pub const ALL: [Self; 5] =
        [Self::Addresses, Self::AttemptDetails, Self::KeyEvidence, Self::Deliveries, Self::Mails];

    /// What is done to the rows, which rows, and the time by which they are old.
    fn parts(self) -> (&'static str, &'static str, &'static str, &'static str) {
        match self {
            Self::Addresses => {
                ("UPDATE sessions SET address = NULL", "sessions", "address IS NOT NULL", "last_seen_at")
            }
            Self::AttemptDetails => ("UPDATE attempts SET detail = NULL", "attempts", "detail IS NOT NULL", "ended_at"),
            Self::KeyEvidence => ("UPDATE key_events SET evidence = NULL", "key_events", "evidence IS NOT NULL", "at"),
            Self::Deliveries => ("DELETE FROM deliveries", "deliveries", "state <> 'pending'", "created_at"),
            Self::Mails => ("DELETE FROM mails", "mails", "state <> 'pending'", "ended_at"),
        }
    }

    /// At most `rows_max` rows, the oldest first.
    pub fn statement(self, backend: DbBackend, before: Timestamp, rows_max: u64) -> Statement {
        let (deed, table, which, time) = self.parts();
        // As an array they are worked out first and looked up by id; joined, a smaller table would be read whole.
        let (open, close) = if backend == DbBackend::Postgres { ("= ANY (ARRAY(", "))") } else { ("IN (", ")") };
        let old = format!("SELECT id FROM {table} WHERE {which} AND {time} < $1 ORDER BY {time} LIMIT {rows_max}");
        let sql = format!("{deed} WHERE id {open}{old}{close}");
        Statement::from_sql_and_values(backend, sql, [before.into()])
    }
}

/// Forgets at most `rows_max` of what is older than `before`; the number of rows.
pub async fn forget(tx: &Tx, what: Old, before: Timestamp, rows_max: u64) -> Result<u64, StoreError> {
    let done = tx.execute_raw(what.statement(tx.get_database_backend(), before, rows_max)).await?;
    Ok(done.rows_affected())
}

/// An upload, and whether anything was ever made of it.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Upload {
    id: Uuid,
    pub created_at: Timestamp,
    pub is_used: bool,
}

impl Upload {
    pub fn id(&self) -> AssetId {
        AssetId(self.id)
    }
}

/// At most `rows_max` uploads that are not deleted, behind `after` in the order in which they came.
pub async fn uploads(
    db: &impl ConnectionTrait,
    after: Option<AssetId>,
    rows_max: u64,
) -> Result<Vec<Upload>, StoreError> {
    let sql = format!(
        "SELECT a.id, a.created_at, (a.starred_at IS NOT NULL
            OR EXISTS (SELECT 1 FROM turn_inputs i WHERE i.asset_id = a.id)) AS is_used
         FROM assets a WHERE a.kind = 'input' AND a.deleted_at IS NULL AND a.id > $1 ORDER BY a.id LIMIT {rows_max}"
    );
    let after = after.map_or(Uuid::nil(), |id| id.0);
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, [after.into()]);
    Ok(Upload::find_by_statement(statement).all(db).await?)
}

/// Throws these away as their owner could have done, unless they were used meanwhile; the number of them.
pub async fn throw_away(tx: &Tx, ids: &[AssetId], now: Timestamp) -> Result<u64, StoreError> {
    use assets::Column;
    let unused = Expr::cust("NOT EXISTS (SELECT 1 FROM turn_inputs i WHERE i.asset_id = assets.id)");
    let change = assets::ActiveModel { deleted_at: Set(Some(now)), ..Default::default() };
    let rows = assets::Entity::update_many().set(change).filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    let rows = rows.filter(Column::DeletedAt.is_null()).filter(unused);
    Ok(rows.exec(tx).await?.rows_affected)
}

/// Those of the keys that a row has whose bytes should be there.
pub async fn kept_among(db: &impl ConnectionTrait, keys: &[StorageKey]) -> Result<Vec<StorageKey>, StoreError> {
    use assets::Column;
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = assets::Entity::find().select_only().column(Column::StorageKey);
    let rows = rows.filter(Column::StorageKey.is_in(keys.iter().map(StorageKey::as_str)));
    let rows: Vec<String> = rows.filter(Column::PurgedAt.is_null()).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(StorageKey::from_row).collect())
}

/// At most `rows_max` pictures whose bytes should be there, behind `after`, in the order in which they came.
pub async fn with_bytes(
    db: &impl ConnectionTrait,
    after: Option<AssetId>,
    rows_max: u64,
) -> Result<Vec<(AssetId, StorageKey)>, StoreError> {
    use assets::Column;
    let rows = assets::Entity::find().select_only().columns([Column::Id, Column::StorageKey]);
    let rows = rows.filter(Column::Id.gt(after.map_or(Uuid::nil(), |id| id.0))).filter(Column::PurgedAt.is_null());
    let rows: Vec<(Uuid, String)> = rows.order_by_asc(Column::Id).limit(rows_max).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(|(id, key)| (AssetId(id), StorageKey::from_row(key))).collect())
}

/// How far the sweep of this name has come.
pub async fn mark(db: &impl ConnectionTrait, name: &str) -> Result<Option<String>, StoreError> {
    let sql = "SELECT mark FROM sweeps WHERE name = $1";
    let row = db.query_one_raw(Statement::from_sql_and_values(db.get_database_backend(), sql, [name.into()])).await?;
    Ok(row.map(|row| row.try_get("", "mark")).transpose()?)
}

/// It has come so far.
pub async fn set_mark(tx: &Tx, name: &str, mark: &str, now: Timestamp) -> Result<(), StoreError> {
    let sql = "INSERT INTO sweeps (name, mark, at) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET mark = excluded.mark, at = excluded.at";
    let values = [name.into(), mark.into(), now.into()];
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values)).await?;
    Ok(())
}

/// Those of these pictures that have not come to an end: what lies in their names may still be theirs.
pub async fn open_among(db: &impl ConnectionTrait, ids: &[GenerationId]) -> Result<Vec<GenerationId>, StoreError> {
    use generations::Column;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = generations::Entity::find().select_only().column(Column::Id).filter(Column::FinishedAt.is_null());
    let rows: Vec<Uuid> = rows.filter(Column::Id.is_in(ids.iter().map(|id| id.0))).into_tuple().all(db).await?;
    Ok(rows.into_iter().map(GenerationId).collect())
}
