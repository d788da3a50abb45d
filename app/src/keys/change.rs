//! An admin takes keys out of use, or puts them back.

use std::collections::BTreeSet;

use nproxy_domain::redact::plain;
use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::balances::Holder;
use nproxy_store::entities::key_models;
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::incidents::{key_in_review, key_not_for_model, out_of_funds};
use nproxy_store::keys::{self, KeyAct, StateSet};
use nproxy_store::{StoreError, Topic, Tx};
use serde_json::json;

use super::find::{FindError, find};
use super::view::{self, KeyView};
use crate::App;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};
use crate::incidents;

/// What came of changing several keys: those that could be were.
#[derive(Debug, Default)]
pub struct Changed {
    pub keys: Vec<KeyView>,
    pub refused: Vec<FindError>,
}

/// By their ids or labels. What a key has in flight comes to its end either way.
pub async fn change(
    app: &App,
    by: &By,
    names: &[String],
    act: KeyAct,
    reason: Option<&str>,
) -> Result<Changed, StoreError> {
    let reason = reason.map(|reason| plain(reason, &[])).filter(|reason| !reason.is_empty());
    let mut changed = Changed::default();
    for name in names {
        let done = match find(app, name).await {
            Ok(row) => one(app, by, &row, act, reason.as_deref()).await,
            Err(error) => Err(error),
        };
        match done {
            Ok(key) => changed.keys.push(key),
            Err(FindError::Store(error)) => return Err(error),
            Err(error) => changed.refused.push(error),
        }
    }
    Ok(changed)
}

async fn one(app: &App, by: &By, row: &Model, act: KeyAct, reason: Option<&str>) -> Result<KeyView, FindError> {
    let id = KeyId(row.id);
    let changed = app.store.write(|tx| async move {
        let gone = || StoreError::Internal(format!("key {id} is gone"));
        let rows = keys::hold(&tx, &[id]).await?;
        set_held(app, &tx, by, rows, act, reason).await?;
        keys::get(&tx, id).await?.ok_or_else(gone)
    });
    Ok(view::one(app, changed.await?).await?)
}

/// One key, by its id and for a reason.
pub async fn set(app: &App, by: &By, id: KeyId, act: KeyAct, reason: &str) -> Result<(), SetError> {
    let reason = &audit::reason(reason).ok_or(SetError::ReasonMissing)?;
    app.store
        .write(|tx| async move {
            let rows = keys::hold(&tx, &[id]).await?;
            if rows.is_empty() {
                return Err(SetError::NotFound);
            }
            Ok(set_held(app, &tx, by, rows, act, Some(reason)).await?)
        })
        .await
}

#[derive(Debug, thiserror::Error)]
pub enum SetError {
    #[error("there is no such key")]
    NotFound,
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Keys that are held; each with its line on record.
pub(super) async fn set_held(
    app: &App,
    tx: &Tx,
    by: &By,
    rows: Vec<Model>,
    act: KeyAct,
    reason: Option<&str>,
) -> Result<(), StoreError> {
    let ids: Vec<KeyId> = rows.iter().map(|row| KeyId(row.id)).collect();
    let not_for = keys::not_for_any(tx, &ids).await?;
    let all = keys::set_states(tx, &app.env, rows, act, by.actor, reason).await?;
    end_incidents(app, tx, &all, &not_for).await?;
    let name = match act {
        KeyAct::Activate => "keys.activate",
        KeyAct::Disable => "keys.disable",
    };
    let line = |set: &StateSet| {
        let change = Change::of(name, format!("key:{}", KeyId(set.row.id)));
        let change = change.before(json!({ "state": set.before.name() })).after(json!({ "state": set.after.name() }));
        change.because(reason.map(str::to_owned))
    };
    by.did_all(tx, &app.env, all.iter().map(line)).await?;
    tx.notify(Topic::Work);
    Ok(())
}

/// What was wrong with the keys alone is over, whether they work again or are out of use; that their account has no money
/// left is over when none of the account's keys waits for money any more.
async fn end_incidents(app: &App, tx: &Tx, all: &[StateSet], not_for: &[key_models::Model]) -> Result<(), StoreError> {
    let mut over: Vec<String> = all.iter().map(|set| key_in_review(KeyId(set.row.id))).collect();
    over.extend(not_for.iter().map(|not| key_not_for_model(KeyId(not.key_id), &not.model)));
    let mut accounts = BTreeSet::new();
    for StateSet { row, .. } in all {
        let provider = ProviderId(row.provider.clone());
        match &row.account {
            None => over.push(out_of_funds(&provider, &Holder::Key(KeyId(row.id)))),
            Some(account) => _ = accounts.insert((provider, account.clone())),
        }
    }
    over.extend(no_longer_broke(tx, &accounts).await?);
    incidents::recover_all(tx, &app.env, &over).await
}

/// The troubles of those accounts of which no key waits for money any more.
pub(super) async fn no_longer_broke(
    tx: &Tx,
    accounts: &BTreeSet<(ProviderId, String)>,
) -> Result<Vec<String>, StoreError> {
    let broke = keys::broke_accounts(tx, accounts).await?;
    let over = accounts.difference(&broke);
    Ok(over.map(|(provider, account)| out_of_funds(provider, &Holder::Account(account.clone()))).collect())
}
