//! Many keys at once.

use std::collections::HashMap;

use nproxy_domain::{ProviderId, ProxyId};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
};
use uuid::Uuid;

use super::Sealed;
use crate::entities::provider_keys::{ActiveModel, Column, Entity};
use crate::entities::proxies;
use crate::error::StoreError;
use crate::tx::Tx;

/// Of one statement: a row has some thirty parameters, and SQLite takes 32,766 of them.
const ROWS_MAX: usize = 500;

/// The labels of those keys of a provider that are there already, by fingerprint.
pub async fn known(
    db: &impl ConnectionTrait,
    provider: &ProviderId,
    fingerprints: &[&str],
) -> Result<HashMap<String, String>, StoreError> {
    let mut known = HashMap::new();
    for some in fingerprints.chunks(ROWS_MAX) {
        let keys = Entity::find()
            .select_only()
            .columns([Column::Fingerprint, Column::Label])
            .filter(Column::Provider.eq(&provider.0))
            .filter(Column::Fingerprint.is_in(some.iter().copied()));
        let keys: Vec<(String, String)> = keys.into_tuple().all(db).await?;
        known.extend(keys);
    }
    Ok(known)
}

/// Keeps keys that are not there yet. One that is there makes it fail as a whole ([`StoreError::Unique`]).
pub async fn insert_all(tx: &Tx, keys: &[Sealed]) -> Result<(), StoreError> {
    for some in keys.chunks(ROWS_MAX) {
        let rows = some.iter().map(|Sealed(row)| ActiveModel::from(row.clone()));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// The proxies with these labels. They can't be removed before this transaction ends, so new keys may point at them.
pub async fn hold_proxies(tx: &Tx, labels: &[String]) -> Result<HashMap<String, ProxyId>, StoreError> {
    let mut ids = HashMap::new();
    for some in labels.chunks(ROWS_MAX) {
        let held = proxies::Entity::find()
            .select_only()
            .columns([proxies::Column::Label, proxies::Column::Id])
            .filter(proxies::Column::Label.is_in(some))
            .filter(proxies::Column::RemovedAt.is_null())
            .order_by_asc(proxies::Column::Id)
            .lock(LockType::KeyShare);
        let held: Vec<(String, Uuid)> = held.into_tuple().all(tx).await?;
        ids.extend(held.into_iter().map(|(label, id)| (label, ProxyId(id))));
    }
    Ok(ids)
}
