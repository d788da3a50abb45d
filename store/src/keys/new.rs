//! Keys to be kept.

use nproxy_domain::keys::{KeyLimits, KeyState};
use nproxy_domain::provider::ApiKey;
use nproxy_domain::{Env, KeyId, ProviderId, ProxyId};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _};
use secrecy::ExposeSecret as _;

use super::{BILLING_SECRET, SECRET, TABLE, insert_all};
use crate::entities::provider_keys;
use crate::error::StoreError;
use crate::seal::{MasterKey, Place};
use crate::tx::Tx;

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

/// A key with its secrets sealed, ready to be kept.
#[derive(Clone)]
pub struct Sealed(pub(super) provider_keys::Model);

impl Sealed {
    pub fn id(&self) -> KeyId {
        KeyId(self.0.id)
    }
}

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Sealed").field(&self.0.id).finish()
    }
}

/// Seals and keeps a key; it may be picked at once.
pub async fn add(tx: &Tx, env: &Env, master_key: &MasterKey, new: NewKey) -> Result<KeyId, AddKeyError> {
    let sealed = seal(env, master_key, new);
    let twin = provider_keys::Entity::find()
        .filter(provider_keys::Column::Provider.eq(&sealed.0.provider))
        .filter(provider_keys::Column::Fingerprint.eq(&sealed.0.fingerprint))
        .one(tx)
        .await
        .map_err(StoreError::from)?;
    if let Some(twin) = twin {
        return Err(AddKeyError::Duplicate { id: KeyId(twin.id), label: twin.label });
    }
    let id = sealed.id();
    insert_all(tx, &[sealed]).await?;
    Ok(id)
}

/// The row of a key that may be picked at once.
pub fn seal(env: &Env, master_key: &MasterKey, new: NewKey) -> Sealed {
    let secret = new.api_key.secret.expose_secret().as_bytes();
    let fingerprint = master_key.fingerprint(secret);
    let (id, now) = (KeyId::new(env), env.now());
    let seal = |column, secret: &[u8]| master_key.seal(env, Place { table: TABLE, row: id.0, column }, secret);
    let billing = new.api_key.billing_secret.as_ref().map(|s| seal(BILLING_SECRET, s.expose_secret().as_bytes()));
    Sealed(provider_keys::Model {
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
        resort_at: None,
        resorting: false,
        rounds: 0,
        failed_way: None,
        failed_at: None,
        worked_at: None,
        lifted_at: None,
        balance_state: None,
    })
}
