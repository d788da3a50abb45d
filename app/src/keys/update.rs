//! Another label, account, way or limit for a key.

use std::collections::BTreeSet;

use nproxy_domain::redact::plain;
use nproxy_domain::{KeyId, ProviderId, ProxyId};
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::keys::{self, Becomes, ChangeKeyError, Changed, KeyChange};
use nproxy_store::{StoreError, Topic, Tx};
use serde_json::{Map, Value, json};

use super::change::no_longer_broke;
use super::import::{LABEL_CHARS_MAX, NAME_CHARS_MAX, Refusal, limits_in_range, name_of};
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};
use crate::incidents;

#[derive(Debug, thiserror::Error)]
pub enum UpdateError {
    #[error("there is no such key")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("a label has 1 to {LABEL_CHARS_MAX} characters")]
    Label,
    #[error("there is no such proxy")]
    NoProxy,
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<ChangeKeyError> for UpdateError {
    fn from(error: ChangeKeyError) -> Self {
        match error {
            ChangeKeyError::NoProxy => Self::NoProxy,
            ChangeKeyError::OnlyWithoutProxy => Self::Refused(Refusal::ProxyOnlyWithoutProxy),
            ChangeKeyError::Store(error) => Self::Store(error),
        }
    }
}

/// Changes what is named. What the key has in flight ends as it began. An account of white space is none. `false`: it was
/// so before, and nothing is on record.
pub async fn update(app: &App, by: &By, id: KeyId, change: KeyChange, reason: &str) -> Result<bool, UpdateError> {
    let reason = &audit::reason(reason).ok_or(UpdateError::ReasonMissing)?;
    let change = &made_plain(change)?;
    app.store
        .write(|tx| async move {
            let rows = keys::hold(&tx, &[id]).await?;
            names_no_secret(app, change, rows.first().ok_or(UpdateError::NotFound)?)?;
            let changed = change_held(app, &tx, by, &rows, change, reason).await?;
            Ok(changed.iter().any(Changed::is))
        })
        .await
}

/// Keys that are held; each change with its line on record.
pub(super) async fn change_held(
    app: &App,
    tx: &Tx,
    by: &By,
    rows: &[Model],
    change: &KeyChange,
    reason: &str,
) -> Result<Vec<Changed>, ChangeKeyError> {
    let all = keys::change(tx, &app.env, rows, change, by.actor).await?;
    let left = all.iter().filter(|key| key.before.account != key.after.account);
    let left = left.filter_map(|key| Some((ProviderId(key.before.provider.clone()), key.before.account.clone()?)));
    let over = no_longer_broke(tx, &left.collect::<BTreeSet<_>>()).await?;
    incidents::recover_all(tx, &app.env, &over).await?;
    by.did_all(tx, &app.env, all.iter().flat_map(|key| lines(key, reason))).await?;
    // It may be to be had at once now.
    tx.notify(Topic::Work);
    Ok(all)
}

fn lines(key: &Changed, reason: &str) -> Vec<Change> {
    let way = |row: &Model| json!({ "proxy": row.proxy_id.map(ProxyId), "proxy_only": row.proxy_only });
    let (before, after) = (settings(&key.before), settings(&key.after));
    let is_other = |name: &String| before.get(name) != after.get(name);
    let only = |all: &Map<String, Value>| -> Value {
        all.iter().filter(|(name, _)| is_other(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
    };
    let halves = [("keys.proxy", way(&key.before), way(&key.after)), ("keys.update", only(&before), only(&after))];
    let changed = halves.into_iter().filter(|(_, before, after)| before != after);
    let line = |(act, before, after): (&'static str, Value, Value)| {
        let change = Change::of(act, format!("key:{}", KeyId(key.before.id))).before(before).after(after);
        change.because(Some(reason.to_owned()))
    };
    changed.map(line).collect()
}

fn settings(row: &Model) -> Map<String, Value> {
    let all = [
        ("label", json!(row.label)),
        ("account", json!(row.account)),
        ("max_in_flight", json!(row.max_in_flight)),
        ("rpm", json!(row.rpm)),
    ];
    all.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn made_plain(change: KeyChange) -> Result<KeyChange, UpdateError> {
    let label = change.label.map(|label| plain(&label, &[]));
    if label.as_ref().is_some_and(|label| label.is_empty() || label.chars().count() > LABEL_CHARS_MAX) {
        return Err(UpdateError::Label);
    }
    let named = |account: String| Some(plain(&account, &[])).filter(|account| !account.is_empty());
    let account = match change.account {
        Becomes::AsBefore => Becomes::AsBefore,
        Becomes::Now(account) => Becomes::Now(account.and_then(named)),
    };
    limits_in_range(change.max_in_flight, change.rpm.some().copied())?;
    Ok(KeyChange { label, account, ..change })
}

/// A key whose secret can't be opened has none that could be told.
fn names_no_secret(app: &App, change: &KeyChange, row: &Model) -> Result<(), Refusal> {
    let Ok(api_key) = keys::open(app.store.master_key(), row) else { return Ok(()) };
    if let Some(label) = &change.label {
        name_of("label", label, LABEL_CHARS_MAX, &api_key)?;
    }
    if let Some(account) = change.account.some() {
        name_of("account", account, NAME_CHARS_MAX, &api_key)?;
    }
    Ok(())
}
