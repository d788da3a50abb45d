//! A key as an admin sees it. There is no way to its secret.

use std::collections::HashMap;

use nproxy_domain::keys::KeyState;
use nproxy_domain::provider::{MicroUsd, Usd};
use nproxy_domain::redact::plain;
use nproxy_domain::{IncidentId, KeyId, ProxyId, Timestamp};
use nproxy_store::entities::provider_keys::Model;
use nproxy_store::entities::text::BalanceState;
use nproxy_store::{StoreError, proxies};
use serde::Serialize;

use crate::App;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct KeyView {
    pub id: KeyId,
    pub provider: String,
    pub label: String,
    pub account: Option<String>,
    /// In effect now: a cooldown that has ended is probation.
    pub state: &'static str,
    /// The end of the cooldown that is in effect.
    pub until: Option<Timestamp>,
    /// Failures in a row.
    pub strikes: i64,
    pub in_flight: i64,
    pub max_in_flight: i64,
    /// Requests per minute.
    pub rpm: Option<i64>,
    /// When it may be picked next; `None`: not before something ends.
    pub next_at: Option<Timestamp>,
    pub picked_at: Option<Timestamp>,
    pub worked_at: Option<Timestamp>,
    /// When it may be tried in the middle of its rest, where no other key is left.
    pub resort_at: Option<Timestamp>,
    pub resorting: bool,
    /// The shared cause for which it rests.
    pub incident_id: Option<IncidentId>,
    pub proxy: Option<ProxyName>,
    pub proxy_only: bool,
    pub balance: BalanceView,
    /// Tells secrets apart, shows none.
    pub fingerprint: String,
    pub created_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProxyName {
    pub id: ProxyId,
    pub label: String,
}

/// The newest that is known of the money behind a key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct BalanceView {
    /// `amount`, `own_limit` (what the key's own limit leaves, whatever its account has), `unsupported` (the upstream has no
    /// such thing) or `unknown`.
    pub state: &'static str,
    /// Exact decimal US dollars; with `unknown` the last amount that was.
    pub usd: Option<String>,
    pub at: Option<Timestamp>,
}

impl KeyView {
    /// `labels` of proxies, as [`proxies::labels`] gives them.
    pub(super) fn of(row: Model, labels: &HashMap<ProxyId, String>, now: Timestamp) -> Result<Self, StoreError> {
        let state = KeyState::from_row(&row.state, row.until);
        let state = state.ok_or_else(|| StoreError::Unreadable(format!("key {}", row.id)))?.at(now);
        let proxy = row
            .proxy_id
            .map(ProxyId)
            .map(|id| ProxyName { id, label: labels.get(&id).map(|label| plain(label, &[])).unwrap_or_default() });
        Ok(Self {
            id: KeyId(row.id),
            provider: row.provider,
            label: plain(&row.label, &[]),
            account: row.account.as_deref().map(|account| plain(account, &[])),
            state: state.name(),
            until: state.until(),
            strikes: row.strikes,
            in_flight: row.in_flight,
            max_in_flight: row.max_in_flight,
            rpm: row.rpm,
            next_at: row.next_at,
            picked_at: row.picked_at,
            worked_at: row.worked_at,
            resort_at: row.resort_at.filter(|_| state.until().is_some()),
            resorting: row.resorting,
            incident_id: row.incident_id.map(IncidentId),
            proxy,
            proxy_only: row.proxy_only,
            balance: BalanceView {
                state: match row.balance_state {
                    Some(BalanceState::Amount) => "amount",
                    Some(BalanceState::OwnLimit) => "own_limit",
                    Some(BalanceState::Unsupported) => "unsupported",
                    Some(BalanceState::Unknown) | None => "unknown",
                },
                usd: row.balance_micro_usd.map(|micros| Usd(MicroUsd(micros)).to_string()),
                at: row.balance_at,
            },
            fingerprint: row.fingerprint,
            created_at: row.created_at,
        })
    }

    /// What to call it on a command line: the label, where a shell takes it as it is.
    pub fn name(&self) -> String {
        let easy = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '@' | ':');
        let is_easy = !self.label.is_empty() && !self.label.starts_with('-') && self.label.chars().all(easy);
        if is_easy { self.label.clone() } else { self.id.to_string() }
    }
}

/// The views of these rows, with one look at their proxies.
pub(crate) async fn all(app: &App, rows: Vec<Model>) -> Result<Vec<KeyView>, StoreError> {
    let mut ids: Vec<ProxyId> = rows.iter().filter_map(|row| row.proxy_id.map(ProxyId)).collect();
    ids.sort_unstable();
    ids.dedup();
    let labels = proxies::labels(app.store.read(), &ids).await?;
    let now = app.env.now();
    rows.into_iter().map(|row| KeyView::of(row, &labels, now)).collect()
}

pub(super) async fn one(app: &App, row: Model) -> Result<KeyView, StoreError> {
    let gone = || StoreError::Internal("a row without its view".into());
    all(app, vec![row]).await?.pop().ok_or_else(gone)
}
