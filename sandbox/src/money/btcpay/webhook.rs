//! The store's webhook: one, for all its invoices.

use serde::Serialize;

/// Where it goes, and what it tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StoreWebhook {
    pub id: String,
    pub url: String,
    /// Absent: every event.
    pub specific_events: Option<Vec<String>>,
}

impl StoreWebhook {
    pub(in crate::money) fn wants(&self, kind: &str) -> bool {
        self.specific_events.as_ref().is_none_or(|events| events.iter().any(|event| event == kind))
    }
}
