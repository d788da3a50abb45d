//! A new secret in an old one's place.

use nproxy_domain::KeyId;
use nproxy_domain::keys::KeyLimits;
use nproxy_domain::provider::ApiKey;
use nproxy_domain::redact::plain;
use nproxy_domain::{ProviderId, ProxyId};
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::keys::{self, AddKeyError, KeyAct, KeyChange, NewKey};
use nproxy_store::{StoreError, Topic, Tx};
use serde_json::json;

use super::add::secrets;
use super::change::set_held;
use super::import::{LABEL_CHARS_MAX, NAME_CHARS_MAX, Refusal, name_of};
use super::view::{self, KeyView};
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};

#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    #[error("there is no such key")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Key(#[from] AddKeyError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keeps the new secret as a key of the same label, account, limits and way, and disables the old one; both or neither.
/// What the old one has in flight comes to its end. Without a new billing secret the old one goes along.
///
/// The old key is called after the day on which it was rotated, so that the label that people know means one key.
pub async fn rotate(app: &App, by: &By, id: KeyId, api_key: ApiKey, reason: &str) -> Result<KeyView, RotateError> {
    let reason = &audit::reason(reason).ok_or(RotateError::ReasonMissing)?;
    secrets(&api_key)?;
    let api_key = &api_key;
    let added = app.store.write(|tx| async move {
        let old = keys::hold(&tx, &[id]).await?.pop().ok_or(RotateError::NotFound)?;
        let new = successor(app, &old, api_key)?;
        let new_id = keys::add(&tx, &app.env, app.store.master_key(), new).await?;
        retire(app, &tx, by, &old, reason).await?;
        on_record(app, &tx, by, &old, new_id, reason).await?;
        // Somebody may be waiting for a key.
        tx.notify(Topic::Work);
        let row = keys::get(&tx, new_id).await?;
        row.ok_or_else(|| StoreError::Internal(format!("key {new_id} is gone")).into())
    });
    let added: Result<Model, RotateError> = added.await;
    Ok(view::one(app, added?).await?)
}

fn successor(app: &App, old: &Model, api_key: &ApiKey) -> Result<NewKey, RotateError> {
    let before = keys::open(app.store.master_key(), old).ok();
    let billing = api_key.billing_secret.clone().or_else(|| before.and_then(|before| before.billing_secret));
    let api_key = ApiKey { secret: api_key.secret.clone(), billing_secret: billing };
    name_of("label", &old.label, LABEL_CHARS_MAX, &api_key)?;
    if let Some(account) = &old.account {
        name_of("account", account, NAME_CHARS_MAX, &api_key)?;
    }
    let count = |n: i64| u32::try_from(n).map_err(|_| StoreError::Unreadable(format!("key {}", old.id)));
    Ok(NewKey {
        provider: ProviderId(old.provider.clone()),
        label: old.label.clone(),
        api_key,
        account: old.account.clone(),
        proxy: old.proxy_id.map(ProxyId),
        proxy_only: old.proxy_only,
        limits: KeyLimits { max_in_flight: count(old.max_in_flight)?, rpm: old.rpm.map(count).transpose()? },
    })
}

/// Nothing new is asked of it from now on.
async fn retire(app: &App, tx: &Tx, by: &By, old: &Model, reason: &str) -> Result<(), StoreError> {
    set_held(app, tx, by, vec![old.clone()], KeyAct::Disable, Some(reason)).await?;
    let rows = keys::by_ids(tx, &[KeyId(old.id)]).await?;
    let label = format!("{}, rotated {}", old.label, app.env.now().format("%F"));
    let change = &KeyChange { label: Some(label), ..KeyChange::default() };
    let renamed = keys::change(tx, &app.env, &rows, change, by.actor).await;
    renamed.map(drop).map_err(|error| match error {
        keys::ChangeKeyError::Store(error) => error,
        other => StoreError::Internal(other.to_string()),
    })
}

/// On the record of either key.
async fn on_record(app: &App, tx: &Tx, by: &By, old: &Model, new: KeyId, reason: &str) -> Result<(), StoreError> {
    let old_id = KeyId(old.id);
    let rotated = Change::of("keys.rotate", format!("key:{old_id}")).after(json!({ "replaced_by": new }));
    let added = Change::of("keys.add", format!("key:{new}")).after(json!({
        "provider": old.provider,
        "label": plain(&old.label, &[]),
        "account": old.account,
        "replaces": old_id,
    }));
    by.did_all(tx, &app.env, [rotated, added].map(|line| line.because(Some(reason.to_owned())))).await
}
