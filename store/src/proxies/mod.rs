//! Proxies that keys go out through, as admins keep them. What requests find out of them is [`crate::ring`]'s.

use std::collections::HashMap;

use nproxy_domain::proxy::{ProxyHealth, ProxyUrl};
use nproxy_domain::{Env, ProxyId};
use sea_orm::sea_query::LockType;
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _, Select, Set,
};
use uuid::Uuid;

use crate::entities::proxies::{ActiveModel, Column, Entity, Model};
use crate::entities::text;
use crate::error::StoreError;
use crate::incidents;
use crate::seal::{MasterKey, Place, SealError};
use crate::tx::Tx;

mod assign;
mod keys;
mod remove;
mod through;

pub use assign::{AssignError, Assigned, assign};
pub use keys::key_counts;
pub use remove::{RemoveError, remove};
pub use through::{ThroughError, through};

const TABLE: &str = "proxies";
const URL: &str = "sealed_url";

/// A proxy to be kept.
#[derive(Clone, Debug)]
pub struct NewProxy {
    pub label: String,
    pub url: ProxyUrl,
}

/// What is to be another from now on.
#[derive(Clone, Debug, Default)]
pub struct ProxyChange {
    pub label: Option<String>,
    pub url: Option<ProxyUrl>,
}

#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error("there is no such proxy")]
    NotFound,
    #[error("there is a proxy {label:?} already")]
    LabelTaken { label: String },
    #[error("this address is already there as {label:?}")]
    AddressTaken { label: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a test found out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tested {
    Works {
        exit_address: String,
        latency_ms: u32,
    },
    /// For people, redacted.
    Failed {
        detail: String,
    },
}

/// Seals and keeps a proxy.
pub async fn add(tx: &Tx, env: &Env, master_key: &MasterKey, new: &NewProxy) -> Result<Model, KeepError> {
    let id = ProxyId::new(env);
    let fingerprint = fingerprint(master_key, &new.url);
    free(tx, id, Some(&new.label), Some(&fingerprint)).await?;
    let row = Model {
        id: id.0,
        label: new.label.clone(),
        sealed_url: seal(env, master_key, id, &new.url),
        health: text::ProxyHealth::Ok,
        until: None,
        created_at: env.now(),
        place: new.url.place().to_owned(),
        fingerprint,
        failures: 0,
        detail: None,
        tested_at: None,
        exit_address: None,
        latency_ms: None,
        removed_at: None,
    };
    Entity::insert(ActiveModel::from(row.clone())).exec_without_returning(tx).await.map_err(StoreError::from)?;
    Ok(row)
}

/// Gives a proxy another label or address; the rows before and after. What is known of the old address says nothing of
/// the new one.
pub async fn change(
    tx: &Tx,
    env: &Env,
    master_key: &MasterKey,
    id: ProxyId,
    change: &ProxyChange,
) -> Result<(Model, Model), KeepError> {
    let before = lock(tx, id).await?.ok_or(KeepError::NotFound)?;
    let fingerprint = change.url.as_ref().map(|url| fingerprint(master_key, url));
    free(tx, id, change.label.as_deref(), fingerprint.as_deref()).await?;
    let mut after = before.clone();
    if let Some(label) = &change.label {
        after.label.clone_from(label);
    }
    if let (Some(url), Some(fingerprint)) = (&change.url, fingerprint) {
        after = Model {
            sealed_url: seal(env, master_key, id, url),
            place: url.place().to_owned(),
            fingerprint,
            health: text::ProxyHealth::Ok,
            until: None,
            failures: 0,
            detail: None,
            tested_at: None,
            exit_address: None,
            latency_ms: None,
            ..after
        };
    }
    ActiveModel::from(after.clone()).reset_all().update(tx).await.map_err(StoreError::from)?;
    if change.url.is_some() {
        incidents::recover(tx, &incidents::proxy_fails(id), env.now()).await?;
    }
    Ok((before, after))
}

/// In the order of their labels, those after `after`.
pub async fn page(db: &impl ConnectionTrait, after: Option<&str>, rows_max: u64) -> Result<Vec<Model>, StoreError> {
    let mut page = kept().order_by_asc(Column::Label).limit(rows_max);
    if let Some(after) = after {
        page = page.filter(Column::Label.gt(after));
    }
    Ok(page.all(db).await?)
}

pub async fn get(db: &impl ConnectionTrait, id: ProxyId) -> Result<Option<Model>, StoreError> {
    Ok(kept().filter(Column::Id.eq(id.0)).one(db).await?)
}

/// By what people call it: its id or its label.
pub async fn find(db: &impl ConnectionTrait, name: &str) -> Result<Option<Model>, StoreError> {
    if let Ok(id) = name.parse()
        && let Some(row) = get(db, id).await?
    {
        return Ok(Some(row));
    }
    Ok(kept().filter(Column::Label.eq(name)).one(db).await?)
}

/// Keeps the proxy from being removed before this transaction ends, for whoever lets a key point at it; its health may
/// change meanwhile.
pub async fn hold(tx: &Tx, id: ProxyId) -> Result<Option<Model>, StoreError> {
    Ok(kept().filter(Column::Id.eq(id.0)).lock(LockType::KeyShare).one(tx).await?)
}

/// Holds the row until the transaction ends; after keys, where both are held.
async fn lock(tx: &Tx, id: ProxyId) -> Result<Option<Model>, StoreError> {
    Ok(kept().filter(Column::Id.eq(id.0)).lock(LockType::Update).one(tx).await?)
}

/// The labels of these, removed ones included: what went through them is still told of.
pub async fn labels(db: &impl ConnectionTrait, ids: &[ProxyId]) -> Result<HashMap<ProxyId, String>, StoreError> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let labels = Entity::find().select_only().columns([Column::Id, Column::Label]);
    let labels = labels.filter(Column::Id.is_in(ids.iter().map(|id| id.0)));
    let labels: Vec<(Uuid, String)> = labels.into_tuple().all(db).await?;
    Ok(labels.into_iter().map(|(id, label)| (ProxyId(id), label)).collect())
}

/// Remembers what a test of the row's address found out. One that works is well again; one that doesn't is left to what
/// requests find out. `false`: it has another address by now, or is gone.
pub async fn record_test(tx: &Tx, env: &Env, read: &Model, tested: &Tested) -> Result<bool, StoreError> {
    let result = match tested {
        Tested::Works { exit_address, latency_ms } => ActiveModel {
            health: Set(text::ProxyHealth::Ok),
            until: Set(None),
            failures: Set(0),
            detail: Set(None),
            exit_address: Set(Some(exit_address.clone())),
            latency_ms: Set(Some((*latency_ms).into())),
            ..Default::default()
        },
        Tested::Failed { detail } => ActiveModel {
            detail: Set(Some(detail.clone())),
            exit_address: Set(None),
            latency_ms: Set(None),
            ..Default::default()
        },
    };
    let done = Entity::update_many()
        .set(ActiveModel { tested_at: Set(Some(env.now())), ..result })
        .filter(Column::Id.eq(read.id))
        .filter(Column::Fingerprint.eq(&read.fingerprint))
        .filter(Column::RemovedAt.is_null())
        .exec(tx)
        .await?;
    let is_there = done.rows_affected == 1;
    if is_there && matches!(tested, Tested::Works { .. }) {
        incidents::recover(tx, &incidents::proxy_fails(ProxyId(read.id)), env.now()).await?;
    }
    Ok(is_there)
}

/// Opens a proxy's address.
pub fn open(master_key: &MasterKey, row: &Model) -> Result<ProxyUrl, SealError> {
    let bytes = master_key.open(Place { table: TABLE, row: row.id, column: URL }, &row.sealed_url)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| SealError::Damaged)?;
    ProxyUrl::parse(text).map_err(|_| SealError::Damaged)
}

/// The rules' view of a row's health.
pub fn health(row: &Model) -> Result<ProxyHealth, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("proxy {}", row.id));
    match (row.health, row.until) {
        (text::ProxyHealth::Ok, _) => Ok(ProxyHealth::Ok),
        (text::ProxyHealth::Dead, Some(until)) => {
            Ok(ProxyHealth::Dead { until, failures: u32::try_from(row.failures).map_err(|_| unreadable())? })
        }
        (text::ProxyHealth::Dead, None) => Err(unreadable()),
    }
}

fn kept() -> Select<Entity> {
    Entity::find().filter(Column::RemovedAt.is_null())
}

fn seal(env: &Env, master_key: &MasterKey, id: ProxyId, url: &ProxyUrl) -> Vec<u8> {
    master_key.seal(env, Place { table: TABLE, row: id.0, column: URL }, url.expose().as_bytes())
}

fn fingerprint(master_key: &MasterKey, url: &ProxyUrl) -> String {
    master_key.fingerprint(url.expose().as_bytes())
}

/// Whether the label and the address may be this proxy's. Two at the same instant are told apart by the indexes.
async fn free(tx: &Tx, id: ProxyId, label: Option<&str>, fingerprint: Option<&str>) -> Result<(), KeepError> {
    let other = |row: Option<Model>| row.filter(|row| row.id != id.0);
    if let Some(label) = label {
        let twin = kept().filter(Column::Label.eq(label)).one(tx).await.map_err(StoreError::from)?;
        if let Some(twin) = other(twin) {
            return Err(KeepError::LabelTaken { label: twin.label });
        }
    }
    if let Some(fingerprint) = fingerprint {
        let twin = kept().filter(Column::Fingerprint.eq(fingerprint)).one(tx).await.map_err(StoreError::from)?;
        if let Some(twin) = other(twin) {
            return Err(KeepError::AddressTaken { label: twin.label });
        }
    }
    Ok(())
}
