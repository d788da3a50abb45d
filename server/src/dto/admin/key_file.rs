use chrono::{DateTime, Utc};
use nproxy_app::keys::{self, EventView};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa::openapi::schema::Object;

use super::{AdminAttempt, AdminKey};
use crate::dto::names::names;

/// In plain English: why a key is where it is, what ends that, what to do.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyWhy {
    pub headline: String,
    pub lines: Vec<String>,
    /// Absent: nothing has to be done.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub todo: Option<String>,
}

/// What happened to a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyEvent {
    #[schema(value_type = Uuid)]
    pub id: String,
    pub at: DateTime<Utc>,
    /// A state of a key.
    pub before: String,
    /// The same as before where the state stayed.
    pub after: String,
    /// A class of outcomes, `admin`, `proxy`, `settings` or the like.
    pub cause: String,
    /// Redacted.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub evidence: Option<String>,
    /// `system`, `operator` or `user:` and an id.
    pub actor: String,
}

/// One UTC hour in which something was asked of a key.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyHour {
    /// Its beginning.
    pub hour: DateTime<Utc>,
    pub requests: i64,
    pub succeeded: i64,
    /// The upstream took no more, for a moment or for the day.
    pub rate_limited: i64,
    /// Of those that succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub p50_ms: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub p95_ms: Option<i64>,
}

/// An amount that was known at that time.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyBalanceEntry {
    pub at: DateTime<Utc>,
    /// Exact decimal US dollars.
    pub usd: String,
    #[schema(schema_with = sources)]
    pub source: &'static str,
    /// `system`, `operator` or `user:` and an id.
    pub actor: String,
}

/// A key with what is on record of it.
#[derive(Debug, Serialize, ToSchema)]
pub struct KeyFile {
    pub key: AdminKey,
    pub why: KeyWhy,
    /// It could be picked, and no other key of its provider could.
    pub last_of_pool: bool,
    /// Models that it can't use.
    pub models_barred: Vec<String>,
    /// Of the last seven days, oldest first; hours without a request are left out.
    pub hours: Vec<KeyHour>,
    /// The newest 50, newest first.
    pub events: Vec<KeyEvent>,
    /// The newest 50, newest first.
    pub attempts: Vec<AdminAttempt>,
    /// The newest 50 of the key and its account, newest first.
    pub balances: Vec<KeyBalanceEntry>,
}

impl From<keys::KeyFile> for KeyFile {
    fn from(file: keys::KeyFile) -> Self {
        let keys::KeyFile { record, last_of_pool, hours, events, balances } = file;
        let attempts = record.attempts.into_iter().map(|attempt| AdminAttempt::of_key(attempt, &record.key)).collect();
        Self {
            key: record.key.into(),
            why: record.why.into(),
            last_of_pool,
            models_barred: record.not_for.into_iter().map(|not| not.model).collect(),
            hours: hours.into_iter().map(KeyHour::from).collect(),
            events: events.into_iter().map(KeyEvent::from).collect(),
            attempts,
            balances: balances.into_iter().map(KeyBalanceEntry::from).collect(),
        }
    }
}

impl From<keys::Why> for KeyWhy {
    fn from(why: keys::Why) -> Self {
        let mut said = why.sentences.into_iter();
        Self { headline: said.next().unwrap_or_default(), lines: said.collect(), todo: why.todo }
    }
}

impl From<EventView> for KeyEvent {
    fn from(event: EventView) -> Self {
        let EventView { id, at, before, after, cause, evidence, actor } = event;
        Self { id, at, before, after, cause, evidence, actor }
    }
}

impl From<keys::KeyHour> for KeyHour {
    fn from(hour: keys::KeyHour) -> Self {
        let keys::KeyHour { hour, requests, succeeded, rate_limited, p50_ms, p95_ms } = hour;
        Self { hour, requests, succeeded, rate_limited, p50_ms, p95_ms }
    }
}

impl From<keys::BalanceEntry> for KeyBalanceEntry {
    fn from(entry: keys::BalanceEntry) -> Self {
        let keys::BalanceEntry { at, usd, source, actor } = entry;
        Self { at, usd, source, actor }
    }
}

fn sources() -> Object {
    names(["polled", "entered"])
}
