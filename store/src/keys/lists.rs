//! Keys page by page.

use std::collections::HashMap;

use nproxy_domain::{KeyId, ProviderId, ProxyId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, PaginatorTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::find::label_holds;
use crate::entities::provider_keys::{Column, Entity, Model};
use crate::error::StoreError;

/// Which keys are wanted; nothing said is nothing asked.
#[derive(Clone, Debug, Default)]
pub struct KeyFilter {
    pub provider: Option<ProviderId>,
    /// A name of `KeyState`, as it is in effect: a cooldown that has ended is probation.
    pub state: Option<String>,
    pub account: Option<String>,
    pub proxy: Option<ProxyId>,
    /// A part of the label, in upper or lower case alike.
    pub label: Option<String>,
}

/// How a key is told from others; no way to its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyName {
    pub label: String,
    pub fingerprint: String,
}

/// At most `rows_max` keys, oldest first, those after `after`.
pub async fn page(
    db: &impl ConnectionTrait,
    filter: &KeyFilter,
    now: Timestamp,
    after: Option<KeyId>,
    rows_max: u64,
) -> Result<Vec<Model>, StoreError> {
    let mut page = Entity::find().order_by_asc(Column::Id).limit(rows_max);
    if let Some(after) = after {
        page = page.filter(Column::Id.gt(after.0));
    }
    if let Some(provider) = &filter.provider {
        page = page.filter(Column::Provider.eq(&provider.0));
    }
    if let Some(state) = &filter.state {
        page = page.filter(in_effect(state, now));
    }
    if let Some(account) = &filter.account {
        page = page.filter(Column::Account.eq(account));
    }
    if let Some(proxy) = filter.proxy {
        page = page.filter(Column::ProxyId.eq(proxy.0));
    }
    if let Some(label) = &filter.label {
        page = page.filter(label_holds(label));
    }
    Ok(page.all(db).await?)
}

fn in_effect(state: &str, now: Timestamp) -> Expr {
    match state {
        "cooldown" => Column::State.eq(state).and(Column::Until.gt(now)),
        "probation" => Column::State.eq(state).or(Column::State.eq("cooldown").and(Column::Until.lte(now))),
        _ => Column::State.eq(state),
    }
}

/// How many keys there are, or one provider has.
pub async fn count(db: &impl ConnectionTrait, provider: Option<&ProviderId>) -> Result<u64, StoreError> {
    let mut keys = Entity::find();
    if let Some(provider) = provider {
        keys = keys.filter(Column::Provider.eq(&provider.0));
    }
    Ok(keys.count(db).await?)
}

/// All keys, or those of one provider, oldest first.
pub async fn list(db: &impl ConnectionTrait, provider: Option<&ProviderId>) -> Result<Vec<Model>, StoreError> {
    let mut keys = Entity::find().order_by_asc(Column::Id);
    if let Some(provider) = provider {
        keys = keys.filter(Column::Provider.eq(&provider.0));
    }
    Ok(keys.all(db).await?)
}

/// What these are called.
pub async fn names(db: &impl ConnectionTrait, ids: &[KeyId]) -> Result<HashMap<KeyId, KeyName>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let names = Entity::find().select_only().columns([Column::Id, Column::Label, Column::Fingerprint]);
    let names: Vec<(Uuid, String, String)> =
        names.filter(Column::Id.is_in(ids.iter().map(|id| id.0))).into_tuple().all(db).await?;
    Ok(names.into_iter().map(|(id, label, fingerprint)| (KeyId(id), KeyName { label, fingerprint })).collect())
}
