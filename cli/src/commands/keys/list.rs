//! `nproxy keys list`, `nproxy keys export`: read page by page, so ten thousand keys are no more work than ten.

use nproxy_app::App;
use nproxy_app::keys::{self, Counts, KeyFilter, KeyView, ListError, Listing, Wanted, words};
use nproxy_app::spending::{self, SpendStop};
use nproxy_domain::{ProviderId, Timestamp};
use serde_json::json;

use super::known_provider;
use crate::args::{ExportFormat, ExportKeys, WhichKeys};
use crate::desk::Desk;
use crate::failure::Usage;
use crate::out;
use crate::style::Tone;
use crate::table::{Cell, Column, number, spare, table, text};

const HEAD: [Column; 8] = [
    text("LABEL"),
    text("PROVIDER"),
    spare("ACCOUNT"),
    text("STATE"),
    number("BUSY"),
    number("STRIKES"),
    spare("BALANCE"),
    spare("PROXY"),
];

pub async fn list(desk: &Desk, which: WhichKeys) -> anyhow::Result<()> {
    let Desk { app, out, .. } = desk;
    let of = which.provider.clone();
    let is_filtered = which.is_filtered();
    let mut listing = keys::list(app, &wanted(app, which)?).await.map_err(failed)?;
    if out.json {
        return as_json(app, of.as_deref(), listing).await;
    }
    let (mut counts, mut rows) = (Counts::default(), Vec::new());
    while let Some(page) = listing.next().await? {
        // All at once, so that the columns are the same for all.
        rows.extend(page.iter().map(|key| row(key, app.env.now())));
        counts.add(&page);
    }
    if !rows.is_empty() {
        out::line(&table(HEAD, rows));
    }
    let by_state: Vec<_> = counts.by_state().map(|(state, keys)| words::counted_in(keys, state)).collect();
    out::line(&if !by_state.is_empty() {
        format!("{}: {}", words::counted(counts.total(), "key"), by_state.join(", "))
    } else if is_filtered {
        "No key matches; `nproxy keys list` shows all.".to_owned()
    } else {
        "There are no keys. Add one with `nproxy keys add --provider ID --label NAME < secret.txt`.".to_owned()
    });
    for stop in stops(app, of.as_deref()).await? {
        out::line(&Tone::Warn.paint(&stop.said()));
    }
    Ok(())
}

pub async fn export(desk: &Desk, what: ExportKeys) -> anyhow::Result<()> {
    let Desk { app, by, out } = desk;
    let format = what.format.unwrap_or(if out.json { ExportFormat::Json } else { ExportFormat::Csv });
    let of = what.which.provider.clone();
    let mut listing = keys::export(app, by, &wanted(app, what.which)?).await.map_err(failed)?;
    match format {
        ExportFormat::Json => as_json(app, of.as_deref(), listing).await,
        ExportFormat::Csv => {
            out::text(&keys::header());
            while let Some(page) = listing.next().await? {
                out::text(&keys::rows(&page));
            }
            Ok(())
        }
    }
}

/// One document, a line for each key.
async fn as_json(app: &App, provider: Option<&str>, mut listing: Listing<'_>) -> anyhow::Result<()> {
    let mut counts = Counts::default();
    let stops = stops(app, provider).await?;
    out::line("{\"keys\":[");
    while let Some(page) = listing.next().await? {
        let keys: Vec<_> = page.iter().map(|key| json!(key).to_string()).collect();
        let comma = if counts.total() == 0 { "" } else { "," };
        out::line(&format!("{comma}{}", keys.join(",\n")));
        counts.add(&page);
    }
    out::line(&format!("],\"counts\":{},\"spend_stops\":{}}}", json!(counts), json!(stops)));
    Ok(())
}

/// Of all providers, or of one.
async fn stops(app: &App, provider: Option<&str>) -> anyhow::Result<Vec<SpendStop>> {
    let mut stops = spending::stops(app).await?;
    stops.retain(|stop| provider.is_none_or(|provider| stop.provider.0 == provider));
    Ok(stops)
}

fn wanted(app: &App, which: WhichKeys) -> anyhow::Result<Wanted> {
    known_provider(app, which.provider.as_deref())?;
    let filter = KeyFilter {
        provider: which.provider.map(ProviderId),
        state: which.state,
        account: which.account,
        proxy: None,
        label: which.label,
    };
    Ok(Wanted { filter, proxy: which.proxy })
}

fn failed(error: ListError) -> anyhow::Error {
    match error {
        ListError::UnknownProxy(_) => Usage(error.to_string()).into(),
        ListError::Store(error) => error.into(),
    }
}

fn row(key: &KeyView, now: Timestamp) -> [Cell; HEAD.len()] {
    let state = match key.until {
        Some(until) => format!("{} {}", words::state(key.state), words::span(until - now)),
        None => words::state(key.state).to_owned(),
    };
    [
        Cell::from(&key.label),
        Cell::from(&key.provider),
        key.account.clone().unwrap_or_default().into(),
        Cell::state(key.state, state),
        format!("{}/{}", key.in_flight, key.max_in_flight).into(),
        key.strikes.to_string().into(),
        amount(key).into(),
        key.proxy.as_ref().map(|proxy| proxy.label.clone()).unwrap_or_default().into(),
    ]
}

/// `$12.50`; how old it is, [`balance`] says.
fn amount(key: &KeyView) -> String {
    match (key.balance.state, &key.balance.usd) {
        ("amount", Some(usd)) => format!("${usd}"),
        ("own_limit", Some(usd)) => format!("${usd} of its own"),
        _ => String::new(),
    }
}

/// `12.50 USD (3 min ago)`, or why there is none.
pub(super) fn balance(key: &KeyView, now: Timestamp) -> String {
    let balance = &key.balance;
    let age = balance.at.map(|at| format!(" ({})", words::ago(at, now))).unwrap_or_default();
    match (balance.state, &balance.usd) {
        ("amount", Some(usd)) => format!("{usd} USD{age}"),
        ("own_limit", Some(usd)) => format!("{usd} USD of its own limit{age}"),
        (state, _) => state.to_owned(),
    }
}
