//! `nproxy keys list`, `nproxy keys export`: page by page, so ten thousand keys are no more work than ten.

use nproxy_app::App;
use nproxy_app::audit::By;
use nproxy_app::keys::{self, Counts, KeyFilter, KeyView, ListError, Wanted, words};
use nproxy_domain::{ProviderId, Timestamp};
use serde_json::json;

use super::known_provider;
use crate::args::{ExportFormat, ExportKeys, WhichKeys};
use crate::failure::Usage;
use crate::out::{self, Out, table};

const HEAD: [&str; 9] = ["ID", "PROVIDER", "LABEL", "ACCOUNT", "STATE", "IN FLIGHT", "STRIKES", "BALANCE", "PROXY"];

pub async fn list(app: &App, which: WhichKeys, out: Out) -> anyhow::Result<()> {
    if out.json {
        return as_json(app, which).await.map(|_| ());
    }
    let mut counts = Counts::default();
    let mut listing = open(app, which).await?;
    while let Some(page) = listing.next().await? {
        let rows: Vec<_> = page.iter().map(|key| row(key, app.env.now())).collect();
        let lines = table(HEAD, &rows);
        let is_first = counts.total() == 0;
        out::line(if is_first { &lines } else { lines.split_once('\n').map_or("", |(_, rows)| rows) });
        counts.add(&page);
    }
    let by_state: Vec<_> = counts.by_state().map(|(state, keys)| format!("{keys} {state}")).collect();
    out::line(&if by_state.is_empty() {
        "There are no such keys. Add one with `nproxy keys add --provider ID --label NAME < secret.txt`.".to_owned()
    } else {
        format!("{} keys: {}", counts.total(), by_state.join(", "))
    });
    Ok(())
}

pub async fn export(app: &App, what: ExportKeys, out: Out) -> anyhow::Result<()> {
    let format = what.format.unwrap_or(if out.json { ExportFormat::Json } else { ExportFormat::Csv });
    let exported = match format {
        ExportFormat::Json => as_json(app, what.which).await?,
        ExportFormat::Csv => {
            let mut exported = 0;
            let mut listing = open(app, what.which).await?;
            out::text(&keys::header());
            while let Some(page) = listing.next().await? {
                out::text(&keys::rows(&page));
                exported += page.len() as u64;
            }
            exported
        }
    };
    Ok(keys::exported(app, &By::operator(), exported).await?)
}

/// One document, a line for each key. Gives how many there are.
async fn as_json(app: &App, which: WhichKeys) -> anyhow::Result<u64> {
    let mut counts = Counts::default();
    let mut listing = open(app, which).await?;
    out::line("{\"keys\":[");
    while let Some(page) = listing.next().await? {
        let keys: Vec<_> = page.iter().map(|key| json!(key).to_string()).collect();
        let comma = if counts.total() == 0 { "" } else { "," };
        out::line(&format!("{comma}{}", keys.join(",\n")));
        counts.add(&page);
    }
    out::line(&format!("],\"counts\":{}}}", json!(counts)));
    Ok(counts.total())
}

async fn open(app: &App, which: WhichKeys) -> anyhow::Result<keys::Listing<'_>> {
    known_provider(app, which.provider.as_deref())?;
    let filter = KeyFilter {
        provider: which.provider.map(ProviderId),
        state: which.state,
        account: which.account,
        proxy: None,
        label: which.label,
    };
    keys::list(app, &Wanted { filter, proxy: which.proxy }).await.map_err(|error| match error {
        ListError::UnknownProxy(_) => Usage(error.to_string()).into(),
        ListError::Store(error) => error.into(),
    })
}

fn row(key: &KeyView, now: Timestamp) -> [String; HEAD.len()] {
    let state = match key.until {
        Some(until) => format!("{} until {}", key.state, words::moment(until, now)),
        None => key.state.to_owned(),
    };
    [
        key.id.to_string(),
        key.provider.clone(),
        key.label.clone(),
        key.account.clone().unwrap_or_default(),
        state,
        format!("{}/{}", key.in_flight, key.max_in_flight),
        key.strikes.to_string(),
        balance(key, now),
        key.proxy.as_ref().map(|proxy| proxy.label.clone()).unwrap_or_default(),
    ]
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
