//! What a processor told, as columns of our row. Its words are shown in pages and terminals, so they are made plain.

use nproxy_domain::ProcessorId;
use nproxy_domain::processor::{Checkout, CryptoAmount, PaymentSnapshot};
use nproxy_domain::redact::{line, plain};
use nproxy_store::payments::{PaymentChange, PaymentRow, Set, Transactions};
use secrecy::ExposeSecret;
use serde_json::Value;
use url::Url;

use super::apply::Held;
use crate::App;

/// Transactions of one payment that are kept.
const TRANSACTIONS_MAX: usize = 50;
/// An invoice of the Lightning network is the longest of all addresses.
const ADDRESS_CHARS_MAX: usize = 4096;

/// Where and how much to pay. What the row says already stays.
pub(super) fn checkout(change: &mut PaymentChange, row: &PaymentRow, told: &Checkout) {
    let absent = |column: &Option<String>, value: Option<String>| match (column, value) {
        (None, Some(value)) => Set(Some(value)),
        (column, _) => Set(column.clone()),
    };
    change.external_id = absent(&row.external_id, Some(told.id.0.clone()));
    change.pay_url = absent(&row.pay_url, told.pay_url.as_ref().and_then(link));
    change.address = absent(&row.address, told.address.as_deref().and_then(address));
    change.memo = absent(&row.memo, told.memo.as_deref().and_then(address));
    change.pay_uri = absent(&row.pay_uri, told.pay_uri.as_deref().and_then(wallet_link));
    change.instructions = absent(&row.instructions, told.instructions.clone());
    change.asked = absent(&row.asked, told.amount.map(|amount| amount.to_string()));
    change.coin_name = absent(&row.coin_name, told.coin.as_deref().map(|coin| plain(coin, &[])));
    change.network = absent(&row.network, told.network.as_deref().map(|network| plain(network, &[])));
    if row.expires_at.is_none() {
        change.expires_at = Set(told.expires_at);
    }
}

/// How far it is.
pub(super) fn snapshot(change: &mut PaymentChange, held: &Held, told: &PaymentSnapshot) {
    let row = &held.row;
    if let Some(told) = &told.checkout {
        checkout(change, row, told);
    }
    let number = |n: Option<u32>, before| n.map(i64::from).or(before);
    change.confirmations = Set(number(told.confirmations, row.confirmations));
    change.confirmations_needed = Set(number(told.confirmations_needed, row.confirmations_needed));
    change.transactions = Set(transactions(row, told));
    // Amounts of another coin are no amounts of this one's.
    let other_coin =
        matches!((&row.coin, &told.coin), (Some(ours), Some(theirs)) if !ours.eq_ignore_ascii_case(theirs));
    if other_coin {
        return;
    }
    let chosen_there = told.coin.as_deref().filter(|_| row.coin.is_none());
    if let Some(coin) = chosen_there {
        change.coin_name = Set(Some(plain(coin, &[])));
    }
    let text = |amount: CryptoAmount| amount.to_string();
    if held.facts.is_in_another_coin(told) {
        change.asked = Set(told.asked.map(text));
        change.received = Set(told.received.map(text));
        return;
    }
    if (row.asked.is_none() || chosen_there.is_some())
        && let Some(asked) = told.asked
    {
        change.asked = Set(Some(text(asked)));
    }
    if let Some(received) = told.received.max(held.facts.received) {
        change.received = Set(Some(text(received)));
    }
}

fn transactions(row: &PaymentRow, told: &PaymentSnapshot) -> Transactions {
    let mut known = row.transactions.0.clone();
    for id in told.transactions.iter().map(|id| plain(id, &[])).filter(|id| !id.is_empty()) {
        if known.len() < TRANSACTIONS_MAX && !known.contains(&id) {
            known.push(id);
        }
    }
    Transactions(known)
}

/// A page that a browser may open.
fn link(url: &Url) -> Option<String> {
    matches!(url.scheme(), "https" | "http").then(|| url.to_string())
}

/// A wallet may open it; a browser runs nothing of it.
fn wallet_link(uri: &str) -> Option<String> {
    let (scheme, _) = uri.split_once(':')?;
    let plain = scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'));
    let active = ["javascript", "data", "vbscript", "file", "blob"].iter().any(|bad| scheme.eq_ignore_ascii_case(bad));
    (plain && !active).then_some(uri).and_then(address)
}

/// `None`: too long to be one; cut short, it would lead money astray.
fn address(text: &str) -> Option<String> {
    let text = line(text);
    (!text.is_empty() && text.chars().count() <= ADDRESS_CHARS_MAX).then_some(text)
}

/// A snapshot for the record.
pub(super) fn body(app: &App, processor: &ProcessorId, told: &PaymentSnapshot) -> Option<Value> {
    serde_json::to_value(told).ok().map(|body| redacted(body, &secrets(app, processor)))
}

fn secrets<'a>(app: &'a App, processor: &ProcessorId) -> Vec<&'a str> {
    let about = app.processors.about(processor);
    about.iter().flat_map(|about| &about.secrets).map(ExposeSecret::expose_secret).collect()
}

fn redacted(body: Value, secrets: &[&str]) -> Value {
    match body {
        Value::String(text) => Value::String(plain(&text, secrets)),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| redacted(item, secrets)).collect()),
        // What is absent is no news.
        Value::Object(fields) => Value::Object(
            fields
                .into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, redacted(value, secrets)))
                .collect(),
        ),
        other => other,
    }
}

/// One line for people: `paid, received 10 of 10 btc`.
pub(super) fn summary(app: &App, processor: &ProcessorId, told: &PaymentSnapshot) -> String {
    let status = serde_json::to_value(told.status).ok();
    let status = status.as_ref().and_then(Value::as_str).unwrap_or_default().replace('_', " ");
    let received = match (told.received, told.asked) {
        (Some(received), Some(asked)) => format!(", received {received} of {asked}"),
        (Some(received), None) => format!(", received {received}"),
        _ => String::new(),
    };
    let coin = told.coin.as_ref().map(|coin| format!(" {coin}")).unwrap_or_default();
    let unclear = told.unclear.as_ref().map(|unclear| format!(": {unclear}")).unwrap_or_default();
    plain(&format!("{status}{received}{coin}{unclear}"), &secrets(app, processor))
}
