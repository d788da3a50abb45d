//! A key at the admins' desk: what is on record of it, how it did lately, and whether it would be missed.

use chrono::Duration;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::{KeyId, ProviderId, Timestamp};
use nproxy_store::balances::{BalanceRow, BalanceSource};
use nproxy_store::keys::KeyHour;
use nproxy_store::{StoreError, balances, keys};

use super::history::EventView;
use super::show::{KeyRecord, record};
use super::why::Reader;
use crate::App;

/// How far back the hours go.
pub const HOURS_FOR: Duration = Duration::days(7);
/// Events, attempts and balances: the newest.
pub const ROWS_MAX: u64 = 50;

#[derive(Clone, Debug)]
pub struct KeyFile {
    pub record: KeyRecord,
    /// It could be picked, and no other key of its provider could.
    pub last_of_pool: bool,
    /// Oldest first; those without a request are left out.
    pub hours: Vec<KeyHour>,
    /// Newest first.
    pub events: Vec<EventView>,
    /// Of the key and its account, newest first.
    pub balances: Vec<BalanceEntry>,
}

/// An amount that was known at that time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BalanceEntry {
    pub at: Timestamp,
    /// Exact decimal US dollars.
    pub usd: String,
    /// `polled` or `entered`.
    pub source: &'static str,
    /// `system`, `operator` or `user:<id>`.
    pub actor: String,
}

/// `None`: there is no such key.
pub async fn file(app: &App, id: KeyId) -> Result<Option<KeyFile>, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let Some(row) = keys::get(db, id).await? else { return Ok(None) };
    let hours = keys::hours(db, id, now - HOURS_FOR).await?;
    let events = keys::history(db, id, None, ROWS_MAX).await?.into_iter().map(EventView::from).collect();
    let balances = balances::history(db, &row, ROWS_MAX).await?.into_iter().map(BalanceEntry::from).collect();
    let others = keys::others_live(db, &ProviderId(row.provider.clone()), id, now).await?;
    let record = record(app, row, ROWS_MAX, Reader::Web).await?;
    let is_live = matches!(record.key.state, "active" | "probation");
    Ok(Some(KeyFile { record, last_of_pool: is_live && !others, hours, events, balances }))
}

impl From<BalanceRow> for BalanceEntry {
    fn from(row: BalanceRow) -> Self {
        let source = match row.source {
            BalanceSource::Polled => "polled",
            BalanceSource::Entered => "entered",
        };
        Self { at: row.at, usd: Usd(MicroUsd(row.amount_micro_usd)).to_string(), source, actor: row.actor }
    }
}
