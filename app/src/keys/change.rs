//! An operator takes keys out of use, or puts them back.

use nproxy_domain::redact::plain;
use nproxy_domain::{KeyId, ProviderId};
use nproxy_store::balances::Holder;
use nproxy_store::entities::key_models;
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::incidents::{key_in_review, key_not_for_model, out_of_funds};
use nproxy_store::keys::{self, KeyAct};
use nproxy_store::{StoreError, Topic, Tx};
use serde_json::json;

use super::find::{FindError, find};
use super::view::{self, KeyView};
use crate::App;
use crate::audit::{By, Change};
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
    let (id, name) = (
        KeyId(row.id),
        match act {
            KeyAct::Activate => "keys.activate",
            KeyAct::Disable => "keys.disable",
        },
    );
    let changed = app.store.write(|tx| async move {
        let not_for = keys::not_for(&tx, id).await?;
        let gone = || StoreError::Internal(format!("key {id} is gone"));
        let (before, after) = keys::set_state(&tx, &app.env, id, act, by.actor, reason).await?.ok_or_else(gone)?;
        end_incidents(app, &tx, row, &not_for).await?;
        let change = Change::of(name, format!("key:{id}")).before(json!({ "state": before.name() }));
        let change = change.after(json!({ "state": after.name() })).because(reason.map(str::to_owned));
        by.did(&tx, &app.env, change).await?;
        tx.notify(Topic::Work);
        keys::get(&tx, id).await?.ok_or_else(gone)
    });
    Ok(view::one(app, changed.await?).await?)
}

/// What was wrong with the key alone is over, whether it works again or is out of use; that its account has no money left
/// is over when none of the account's keys waits for money any more.
async fn end_incidents(app: &App, tx: &Tx, row: &Model, not_for: &[key_models::Model]) -> Result<(), StoreError> {
    let (id, provider) = (KeyId(row.id), ProviderId(row.provider.clone()));
    let mut over = vec![key_in_review(id)];
    over.extend(not_for.iter().map(|not| key_not_for_model(id, &not.model)));
    match &row.account {
        None => over.push(out_of_funds(&provider, &Holder::Key(id))),
        Some(account) if !keys::is_broke(tx, &provider.0, account).await? => {
            over.push(out_of_funds(&provider, &Holder::Account(account.clone())));
        }
        Some(_) => {}
    }
    for key in over {
        incidents::recover(tx, &app.env, &key).await?;
    }
    Ok(())
}
