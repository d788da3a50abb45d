//! Upstream keys, as admins keep them. How they are picked and put back is [`crate::ring`]'s.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{KeyHealth, KeyLimits, KeyState, PoolKey};
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{Env, KeyId, ProviderId, ProxyId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, FromQueryResult, QueryFilter as _,
    QueryOrder as _, QuerySelect as _, Set,
};
use secrecy::{ExposeSecret as _, SecretString};
use uuid::Uuid;

use crate::entities::{key_events, key_models, provider_keys, text};
use crate::error::StoreError;
use crate::seal::{MasterKey, Place, SealError};
use crate::tx::Tx;

const TABLE: &str = "provider_keys";
const SECRET: &str = "sealed_secret";
const BILLING_SECRET: &str = "sealed_billing_secret";

/// A key to be kept.
#[derive(Clone, Debug)]
pub struct NewKey {
    pub provider: ProviderId,
    pub label: String,
    pub api_key: ApiKey,
    /// Keys of one account run out of funds together.
    pub account: Option<String>,
    pub proxy: Option<ProxyId>,
    /// Never go around the proxy.
    pub proxy_only: bool,
    pub limits: KeyLimits,
}

#[derive(Debug, thiserror::Error)]
pub enum AddKeyError {
    #[error("this key is already there as {label:?}")]
    Duplicate { id: KeyId, label: String },
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What an admin may do to a key's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    /// Back to work with a clean record, whatever state it was in and whichever models it could not use.
    Activate,
    Disable,
}

/// How many keys of a provider are in a state.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct KeyCount {
    pub provider: String,
    pub state: String,
    pub keys: i64,
}

/// Seals and keeps a key; it may be picked at once.
pub async fn add(tx: &Tx, env: &Env, master_key: &MasterKey, new: NewKey) -> Result<KeyId, AddKeyError> {
    let secret = new.api_key.secret.expose_secret().as_bytes();
    let fingerprint = master_key.fingerprint(secret);
    let twin = provider_keys::Entity::find()
        .filter(provider_keys::Column::Provider.eq(&new.provider.0))
        .filter(provider_keys::Column::Fingerprint.eq(&fingerprint))
        .one(tx)
        .await
        .map_err(StoreError::from)?;
    if let Some(twin) = twin {
        return Err(AddKeyError::Duplicate { id: KeyId(twin.id), label: twin.label });
    }
    let (id, now) = (KeyId::new(env), env.now());
    let seal = |column, secret: &[u8]| master_key.seal(env, Place { table: TABLE, row: id.0, column }, secret);
    let billing = new.api_key.billing_secret.as_ref().map(|s| seal(BILLING_SECRET, s.expose_secret().as_bytes()));
    let row = provider_keys::Model {
        id: id.0,
        provider: new.provider.0,
        label: new.label,
        sealed_secret: seal(SECRET, secret),
        sealed_billing_secret: billing,
        fingerprint,
        account: new.account,
        proxy_id: new.proxy.map(|proxy| proxy.0),
        proxy_only: new.proxy_only,
        state: KeyState::Active.name().into(),
        until: None,
        strikes: 0,
        cooled_at: None,
        incident_id: None,
        max_in_flight: new.limits.max_in_flight.into(),
        in_flight: 0,
        rpm: new.limits.rpm.map(Into::into),
        next_at: Some(now),
        picked_seq: 0,
        picked_at: None,
        version: 1,
        balance_micro_usd: None,
        balance_at: None,
        created_at: now,
    };
    provider_keys::ActiveModel::from(row).reset_all().insert(tx).await.map_err(StoreError::from)?;
    Ok(id)
}

/// All keys, or those of one provider, oldest first.
pub async fn list(
    db: &impl ConnectionTrait,
    provider: Option<&ProviderId>,
) -> Result<Vec<provider_keys::Model>, StoreError> {
    let mut keys = provider_keys::Entity::find().order_by_asc(provider_keys::Column::Id);
    if let Some(provider) = provider {
        keys = keys.filter(provider_keys::Column::Provider.eq(&provider.0));
    }
    Ok(keys.all(db).await?)
}

pub async fn get(db: &impl ConnectionTrait, id: KeyId) -> Result<Option<provider_keys::Model>, StoreError> {
    Ok(provider_keys::Entity::find_by_id(id.0).one(db).await?)
}

pub async fn counts(db: &impl ConnectionTrait) -> Result<Vec<KeyCount>, StoreError> {
    use provider_keys::Column;
    let counts = provider_keys::Entity::find()
        .select_only()
        .column(Column::Provider)
        .column(Column::State)
        .column_as(Column::Id.count(), "keys")
        .group_by(Column::Provider)
        .group_by(Column::State)
        .order_by_asc(Column::Provider)
        .order_by_asc(Column::State);
    Ok(counts.into_model().all(db).await?)
}

/// An admin's act. `None`: there is no such key; otherwise the states before and after.
pub async fn set_state(
    tx: &Tx,
    env: &Env,
    id: KeyId,
    act: KeyAct,
    by: Actor,
    reason: Option<&str>,
) -> Result<Option<(KeyState, KeyState)>, StoreError> {
    let Some(row) = provider_keys::Entity::find_by_id(id.0).lock_exclusive().one(tx).await? else { return Ok(None) };
    let mut key = pool_key(&row)?;
    let before = key.health.state;
    key.health = match act {
        KeyAct::Activate => KeyHealth::fresh(),
        KeyAct::Disable => KeyHealth { state: KeyState::Disabled, ..key.health },
    };
    key.next_at = key.next_pick(env.now());
    save(tx, &row, &key).await?;
    if act == KeyAct::Activate {
        key_models::Entity::delete_many().filter(key_models::Column::KeyId.eq(id.0)).exec(tx).await?;
    }
    let event = KeyEvent { key: id, before, after: key.health.state, cause: "admin", evidence: reason, by };
    record(tx, env, event).await?;
    Ok(Some((before, key.health.state)))
}

/// Opens a key's secrets.
pub fn open(master_key: &MasterKey, row: &provider_keys::Model) -> Result<ApiKey, SealError> {
    let open = |column, sealed: &[u8]| {
        let bytes = master_key.open(Place { table: TABLE, row: row.id, column }, sealed)?;
        String::from_utf8(bytes).map(SecretString::from).map_err(|_| SealError::Damaged)
    };
    let billing_secret = row.sealed_billing_secret.as_deref().map(|sealed| open(BILLING_SECRET, sealed)).transpose()?;
    Ok(ApiKey { secret: open(SECRET, &row.sealed_secret)?, billing_secret })
}

/// The rules' view of a row. What it is not for is [`crate::entities::key_models`]' to say.
pub(crate) fn pool_key(row: &provider_keys::Model) -> Result<PoolKey, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("key {}", row.id));
    let count = |n: i64| u32::try_from(n).map_err(|_| unreadable());
    Ok(PoolKey {
        health: KeyHealth {
            state: KeyState::from_row(&row.state, row.until).ok_or_else(unreadable)?,
            strikes: count(row.strikes)?,
            cooled_at: row.cooled_at,
        },
        limits: KeyLimits { max_in_flight: count(row.max_in_flight)?, rpm: row.rpm.map(count).transpose()? },
        account: row.account.clone(),
        in_flight: count(row.in_flight)?,
        next_at: row.next_at,
        picked_seq: u64::try_from(row.picked_seq).map_err(|_| unreadable())?,
        picked_at: row.picked_at,
        not_for: std::collections::BTreeSet::new(),
    })
}

/// Writes what the rules made of the row that was read.
pub(crate) async fn save(tx: &Tx, read: &provider_keys::Model, key: &PoolKey) -> Result<(), StoreError> {
    use provider_keys::Column;
    let moved = provider_keys::ActiveModel {
        state: Set(key.health.state.name().into()),
        until: Set(key.health.state.until()),
        strikes: Set(key.health.strikes.into()),
        cooled_at: Set(key.health.cooled_at),
        in_flight: Set(key.in_flight.into()),
        next_at: Set(key.next_at),
        picked_seq: Set(key.picked_seq.try_into().unwrap_or(i64::MAX)),
        picked_at: Set(key.picked_at),
        ..Default::default()
    };
    let done = provider_keys::Entity::update_many()
        .set(moved)
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(read.id))
        .filter(Column::Version.eq(read.version))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    Err(StoreError::Conflict(format!("key {} changed under its lock", read.id)))
}

pub(crate) struct KeyEvent<'a> {
    pub key: KeyId,
    pub before: KeyState,
    pub after: KeyState,
    pub cause: &'a str,
    /// Redacted, for people.
    pub evidence: Option<&'a str>,
    pub by: Actor,
}

pub(crate) async fn record(tx: &Tx, env: &Env, event: KeyEvent<'_>) -> Result<(), StoreError> {
    let row = key_events::ActiveModel {
        id: Set(env.uuid()),
        key_id: Set(event.key.0),
        at: Set(env.now()),
        before: Set(event.before.name().into()),
        after: Set(event.after.name().into()),
        cause: Set(event.cause.into()),
        evidence: Set(event.evidence.map(Into::into)),
        actor: Set(text::actor(event.by)),
    };
    key_events::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// The events of a key, newest first.
pub async fn events(db: &impl ConnectionTrait, id: KeyId, rows_max: u64) -> Result<Vec<key_events::Model>, StoreError> {
    let events = key_events::Entity::find()
        .filter(key_events::Column::KeyId.eq::<Uuid>(id.0))
        .order_by_desc(key_events::Column::Id)
        .limit(rows_max);
    Ok(events.all(db).await?)
}
