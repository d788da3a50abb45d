//! A customer's pictures with what they were asked for. Every function takes the owner: a foreign picture is none.
//!
//! What a deleted turn or conversation took along is deleted itself ([`crate::trash`]), so a look at the picture's own row
//! is enough.

use std::collections::HashMap;

use nproxy_domain::provider::Mode;
use nproxy_domain::search::Query;
use nproxy_domain::{AssetId, GenerationId, Timestamp, UserId};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use crate::StoreError;
use crate::entities::assets::{self, Column};
use crate::entities::text::AssetKind;
use crate::sql::{Text, like};

/// A live picture. What comes of a turn is there for outputs only.
#[derive(Clone, PartialEq, FromQueryResult)]
pub struct PictureRow {
    pub asset_id: Uuid,
    pub kind: AssetKind,
    pub storage_key: String,
    pub mime: String,
    pub width: i64,
    pub height: i64,
    pub starred_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub generation_id: Option<Uuid>,
    pub slot: Option<i64>,
    pub finished_at: Option<Timestamp>,
    pub turn_id: Option<Uuid>,
    pub conversation_id: Option<Uuid>,
    pub prompt: Option<String>,
    pub mode: Option<String>,
    pub model: Option<String>,
    pub batch_size: Option<i64>,
}

impl std::fmt::Debug for PictureRow {
    /// No prompt in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Picture").field("asset_id", &self.asset_id).finish_non_exhaustive()
    }
}

const COLUMNS: &str = "a.id AS asset_id, a.kind, a.storage_key, a.mime, a.width, a.height, a.starred_at, a.created_at,
    g.id AS generation_id, g.slot, g.finished_at,
    t.id AS turn_id, t.conversation_id, t.prompt, t.mode, t.model, t.batch_size";

/// Which pictures are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GalleryFilter {
    /// In the prompt.
    pub query: Option<Query>,
    pub mode: Option<Mode>,
    pub starred: bool,
    /// Not before.
    pub from: Option<Timestamp>,
    /// Before.
    pub until: Option<Timestamp>,
}

/// At most `rows_max` that were made for the customer, the newest first, those after the place `after`.
pub async fn outputs(
    db: &impl ConnectionTrait,
    user: UserId,
    filter: &GalleryFilter,
    after: Option<(Timestamp, GenerationId)>,
    rows_max: u64,
) -> Result<Vec<PictureRow>, StoreError> {
    let mut sql = Text::new(format!(
        "SELECT {COLUMNS} FROM generations g JOIN turns t ON t.id = g.turn_id JOIN assets a ON a.id = g.asset_id
         WHERE g.state = 'succeeded' AND a.deleted_at IS NULL"
    ));
    sql.and("g.user_id = ", user.0);
    if let Some((finished_at, id)) = after {
        sql.and("(g.finished_at, g.id) < (", finished_at);
        sql.then(", ", id.0).push(")");
    }
    if let Some(query) = &filter.query {
        sql.and("t.search LIKE ", like(query)).push(" ESCAPE '!'");
    }
    if let Some(mode) = filter.mode {
        sql.and("t.mode = ", mode.as_str());
    }
    if filter.starred {
        sql.push(" AND a.starred_at IS NOT NULL");
    }
    if let Some(from) = filter.from {
        sql.and("g.finished_at >= ", from);
    }
    if let Some(until) = filter.until {
        sql.and("g.finished_at < ", until);
    }
    sql.push(&format!(" ORDER BY g.finished_at DESC, g.id DESC LIMIT {rows_max}"));
    all(db, sql).await
}

/// At most `rows_max` that the customer uploaded, the newest first, those before `before`. They have no prompt and no
/// mode, so where one is asked for there is none.
pub async fn inputs(
    db: &impl ConnectionTrait,
    user: UserId,
    filter: &GalleryFilter,
    before: Option<AssetId>,
    rows_max: u64,
) -> Result<Vec<PictureRow>, StoreError> {
    if filter.query.is_some() || filter.mode.is_some() {
        return Ok(Vec::new());
    }
    let mut own = assets::Entity::find()
        .filter(Column::OwnerId.eq(user.0))
        .filter(Column::Kind.eq(AssetKind::Input))
        .filter(Column::DeletedAt.is_null());
    if let Some(before) = before {
        own = own.filter(Column::Id.lt(before.0));
    }
    if filter.starred {
        own = own.filter(Column::StarredAt.is_not_null());
    }
    if let Some(from) = filter.from {
        own = own.filter(Column::CreatedAt.gte(from));
    }
    if let Some(until) = filter.until {
        own = own.filter(Column::CreatedAt.lt(until));
    }
    let rows = own.order_by_desc(Column::Id).limit(rows_max).all(db).await?;
    Ok(rows.into_iter().map(PictureRow::from).collect())
}

impl From<assets::Model> for PictureRow {
    fn from(row: assets::Model) -> Self {
        Self {
            asset_id: row.id,
            kind: row.kind,
            storage_key: row.storage_key,
            mime: row.mime,
            width: row.width,
            height: row.height,
            starred_at: row.starred_at,
            created_at: row.created_at,
            generation_id: None,
            slot: None,
            finished_at: None,
            turn_id: None,
            conversation_id: None,
            prompt: None,
            mode: None,
            model: None,
            batch_size: None,
        }
    }
}

/// Those of `ids` that are the customer's own and live, in the order of `ids`.
pub async fn chosen(db: &impl ConnectionTrait, user: UserId, ids: &[AssetId]) -> Result<Vec<PictureRow>, StoreError> {
    let Some((first, rest)) = ids.split_first() else { return Ok(Vec::new()) };
    let mut sql = Text::new(format!(
        "SELECT {COLUMNS} FROM assets a LEFT JOIN generations g ON g.asset_id = a.id LEFT JOIN turns t ON t.id = g.turn_id
         WHERE a.deleted_at IS NULL"
    ));
    sql.and("a.owner_id = ", user.0);
    sql.and("a.id IN (", first.0);
    for id in rest {
        sql.then(", ", id.0);
    }
    sql.push(")");
    let mut rows = all(db, sql).await?;
    let place: HashMap<_, usize> = ids.iter().zip(0..).map(|(id, place)| (id.0, place)).collect();
    rows.sort_by_key(|row| place.get(&row.asset_id).copied());
    Ok(rows)
}

async fn all(db: &impl ConnectionTrait, sql: Text) -> Result<Vec<PictureRow>, StoreError> {
    Ok(PictureRow::find_by_statement(sql.into_statement(db.get_database_backend())).all(db).await?)
}
