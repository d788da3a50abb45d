use chrono::{DateTime, Utc};
use nproxy_app::keys::{BalanceView, KeyView};
use nproxy_domain::keys::KeyState;
use nproxy_domain::{IncidentId, KeyId, ProxyId};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::CsvRow;
use crate::dto::names::names;

#[derive(Debug, Serialize, ToSchema)]
pub struct NamedRef {
    #[schema(value_type = Uuid)]
    pub id: ProxyId,
    pub label: String,
}

/// `usd`: exact decimal US dollars; with `unknown` the last that was known.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyBalance {
    #[schema(schema_with = balance_states)]
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub usd: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub at: Option<DateTime<Utc>>,
}

/// An upstream key, without its secret. `state` is the one in effect now.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdminKey {
    #[schema(value_type = Uuid)]
    pub id: KeyId,
    pub provider: String,
    pub label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub account: Option<String>,
    #[schema(schema_with = key_states)]
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<DateTime<Utc>>,
    pub strikes: i64,
    pub in_flight: i64,
    pub max_in_flight: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub rpm: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub next_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub picked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub worked_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, value_type = Option<Uuid>)]
    pub incident_id: Option<IncidentId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub proxy: Option<NamedRef>,
    pub proxy_only: bool,
    pub balance: KeyBalance,
    /// Tells secrets apart, shows none.
    pub fingerprint: String,
    pub created_at: DateTime<Utc>,
}

impl CsvRow for AdminKey {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "provider",
        "label",
        "fingerprint",
        "account",
        "proxy.label",
        "proxy_only",
        "max_in_flight",
        "rpm",
        "state",
        "until",
        "strikes",
        "balance.state",
        "balance.usd",
        "balance.at",
        "worked_at",
        "created_at",
    ];
}

impl From<KeyView> for AdminKey {
    fn from(key: KeyView) -> Self {
        let BalanceView { state, usd, at } = key.balance;
        Self {
            id: key.id,
            provider: key.provider,
            label: key.label,
            account: key.account,
            state: key.state,
            until: key.until,
            strikes: key.strikes,
            in_flight: key.in_flight,
            max_in_flight: key.max_in_flight,
            rpm: key.rpm,
            next_at: key.next_at,
            picked_at: key.picked_at,
            worked_at: key.worked_at,
            incident_id: key.incident_id,
            proxy: key.proxy.map(|proxy| NamedRef { id: proxy.id, label: proxy.label }),
            proxy_only: key.proxy_only,
            balance: KeyBalance { state, usd, at },
            fingerprint: key.fingerprint,
            created_at: key.created_at,
        }
    }
}

fn key_states() -> Object {
    names(KeyState::NAMES)
}

fn balance_states() -> Object {
    names(["amount", "own_limit", "unsupported", "unknown"])
}
