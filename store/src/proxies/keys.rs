//! How many keys go out through a proxy; which they are is asked of [`crate::keys`].

use std::collections::HashMap;

use nproxy_domain::ProxyId;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _, QuerySelect as _,
};
use uuid::Uuid;

use crate::entities::provider_keys::{Column, Entity};
use crate::error::StoreError;

#[derive(Debug, FromQueryResult)]
struct Count {
    proxy_id: Uuid,
    keys: i64,
}

/// How many keys go out through each of these; who is not there has none.
pub async fn key_counts(db: &impl ConnectionTrait, ids: &[ProxyId]) -> Result<HashMap<ProxyId, u64>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let counts = Entity::find()
        .select_only()
        .column(Column::ProxyId)
        .column_as(Column::Id.count(), "keys")
        .filter(Column::ProxyId.is_in(ids.iter().map(|id| id.0)))
        .group_by(Column::ProxyId);
    let counts: Vec<Count> = counts.into_model().all(db).await?;
    Ok(counts.into_iter().map(|row| (ProxyId(row.proxy_id), u64::try_from(row.keys).unwrap_or(0))).collect())
}
