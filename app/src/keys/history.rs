//! What happened to a key.

use nproxy_domain::KeyId;
use nproxy_domain::Timestamp;
use nproxy_domain::redact::plain;
use nproxy_store::entities::key_events::Model;
use nproxy_store::keys::{self, Before};
use serde::Serialize;

use super::find::{Candidate, FindError, find};
use crate::App;

pub const PAGE_EVENTS_MAX: u32 = 1000;

/// A stretch of a key's history, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History {
    pub key: Candidate,
    pub events: Vec<EventView>,
    /// Ask for what is before this event; `None`: that was all.
    pub next_before: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventView {
    pub id: String,
    pub at: Timestamp,
    pub before: String,
    pub after: String,
    pub cause: String,
    /// Redacted.
    pub evidence: Option<String>,
    /// `system`, `operator` or `user:<id>`.
    pub actor: String,
}

impl From<Model> for EventView {
    fn from(row: Model) -> Self {
        Self {
            id: row.id.to_string(),
            at: row.at,
            before: row.before,
            after: row.after,
            cause: row.cause,
            evidence: row.evidence.as_deref().map(|evidence| plain(evidence, &[])),
            actor: row.actor,
        }
    }
}

/// The newest `limit` events of a key, by its id or label.
pub async fn history(app: &App, name: &str, before: Option<Before>, limit: u32) -> Result<History, FindError> {
    let row = find(app, name).await?;
    let limit = limit.clamp(1, PAGE_EVENTS_MAX) as usize;
    // One more than asked for tells whether there is more.
    let mut rows = keys::history(app.store.read(), KeyId(row.id), before, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next_before = rows.last().filter(|_| more).map(|row| row.id.to_string());
    Ok(History { key: Candidate::from(&row), events: rows.into_iter().map(EventView::from).collect(), next_before })
}
