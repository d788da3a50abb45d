//! A key as an admin sees it. There is no way to its secret.

use nproxy_domain::{KeyId, Timestamp};
use nproxy_store::entities::provider_keys::Model;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyView {
    pub id: KeyId,
    pub provider: String,
    pub label: String,
    pub account: Option<String>,
    /// As the row says; a cooldown that has ended is probation by now.
    pub state: String,
    pub until: Option<Timestamp>,
    /// Failures in a row.
    pub strikes: i64,
    pub in_flight: i64,
    pub max_in_flight: i64,
    pub rpm: Option<i64>,
    /// Tells secrets apart, shows none.
    pub fingerprint: String,
    pub created_at: Timestamp,
}

impl From<Model> for KeyView {
    fn from(row: Model) -> Self {
        Self {
            id: KeyId(row.id),
            provider: row.provider,
            label: row.label,
            account: row.account,
            state: row.state,
            until: row.until,
            strikes: row.strikes,
            in_flight: row.in_flight,
            max_in_flight: row.max_in_flight,
            rpm: row.rpm,
            fingerprint: row.fingerprint,
            created_at: row.created_at,
        }
    }
}
