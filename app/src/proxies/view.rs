//! A proxy as an admin sees it. There is no way to its credentials.

use nproxy_domain::{ProxyId, Timestamp};
use nproxy_store::entities::proxies::Model;
use nproxy_store::entities::text::ProxyHealth;
use nproxy_store::{StoreError, proxies};

use crate::App;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProxyView {
    pub id: ProxyId,
    pub label: String,
    /// Scheme, host and port.
    pub place: String,
    pub health: ProxyHealthView,
    /// Why the newest request or test failed.
    pub detail: Option<String>,
    /// How many keys go out through it.
    pub keys: u64,
    pub tested_at: Option<Timestamp>,
    /// The address that the outside world saw in the newest test, unless that failed.
    pub exit_address: Option<String>,
    pub latency_ms: Option<i64>,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyHealthView {
    Ok,
    /// Left alone until then.
    Dead {
        until: Option<Timestamp>,
        /// In a row.
        failures: i64,
    },
    /// Its address can't be opened, so nothing goes through it: it must be given again.
    Unreadable,
}

impl ProxyHealthView {
    pub fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Dead { .. } => "dead",
            Self::Unreadable => "unreadable",
        }
    }
}

impl ProxyView {
    pub(super) fn of(app: &App, row: Model, keys: u64) -> Self {
        let health = match (proxies::open(app.store.master_key(), &row), row.health) {
            (Err(_), _) => ProxyHealthView::Unreadable,
            (Ok(_), ProxyHealth::Ok) => ProxyHealthView::Ok,
            (Ok(_), ProxyHealth::Dead) => ProxyHealthView::Dead { until: row.until, failures: row.failures },
        };
        Self {
            id: ProxyId(row.id),
            label: row.label,
            place: row.place,
            health,
            detail: row.detail,
            keys,
            tested_at: row.tested_at,
            exit_address: row.exit_address,
            latency_ms: row.latency_ms,
            created_at: row.created_at,
        }
    }

    /// Reads how many keys each of these has.
    pub(crate) async fn all(app: &App, rows: Vec<Model>) -> Result<Vec<Self>, StoreError> {
        let ids: Vec<ProxyId> = rows.iter().map(|row| ProxyId(row.id)).collect();
        let counts = proxies::key_counts(app.store.read(), &ids).await?;
        let keys = |row: &Model| counts.get(&ProxyId(row.id)).copied().unwrap_or(0);
        Ok(rows.into_iter().map(|row| (keys(&row), row)).map(|(keys, row)| Self::of(app, row, keys)).collect())
    }

    pub(super) async fn one(app: &App, row: Model) -> Result<Self, StoreError> {
        let keys = proxies::key_counts(app.store.read(), &[ProxyId(row.id)]).await?.into_values().next();
        Ok(Self::of(app, row, keys.unwrap_or(0)))
    }
}
