//! All keys as a table, without their secrets.

use nproxy_domain::Timestamp;
use nproxy_store::keys::KeyFilter;
use serde_json::json;

use super::list::{ListError, Listing, Wanted, list};
use super::view::KeyView;
use crate::App;
use crate::audit::{By, Change};
use crate::table::{cell, line};

const HEADER: [&str; 16] = [
    "id",
    "provider",
    "label",
    "fingerprint",
    "account",
    "proxy",
    "proxy_only",
    "max_in_flight",
    "rpm",
    "state",
    "until",
    "strikes",
    "balance_state",
    "balance_usd",
    "balance_at",
    "created_at",
];

/// The first line of the table.
pub fn header() -> String {
    line(HEADER)
}

/// The lines of these keys.
pub fn rows(keys: &[KeyView]) -> String {
    keys.iter().map(|key| line(cells(key))).collect()
}

fn cells(key: &KeyView) -> [String; HEADER.len()] {
    let time = |at: Option<Timestamp>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
    let text = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
    [
        key.id.to_string(),
        cell(&key.provider),
        cell(&key.label),
        key.fingerprint.clone(),
        text(&key.account),
        cell(key.proxy.as_ref().map_or("", |proxy| &proxy.label)),
        key.proxy_only.to_string(),
        key.max_in_flight.to_string(),
        key.rpm.map(|rpm| rpm.to_string()).unwrap_or_default(),
        key.state.to_owned(),
        time(key.until),
        key.strikes.to_string(),
        key.balance.state.to_owned(),
        text(&key.balance.usd),
        time(key.balance.at),
        time(Some(key.created_at)),
    ]
}

/// The keys to take out. It is on record which were asked for before the first is read, so that an export that is broken
/// off is too.
pub async fn export<'a>(app: &'a App, by: &By, wanted: &Wanted) -> Result<Listing<'a>, ListError> {
    let listing = list(app, wanted).await?;
    let KeyFilter { provider, state, account, proxy, label } = listing.filter();
    let which = &json!({ "provider": provider, "state": state, "account": account, "proxy": proxy, "label": label });
    let record = app.store.write(|tx| async move {
        by.did(&tx, &app.env, Change::of("keys.export", "keys".to_owned()).after(which.clone())).await
    });
    record.await?;
    Ok(listing)
}
