//! How the product is doing as the database has it: the pool, the queue, the processes, the open trouble.
//!
//! For monitoring, which asks often and from every process: whoever asks within [`FRESH_FOR`] of somebody else gets what
//! that one got, and only one looks at a time. Nothing decides by it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use nproxy_domain::Timestamp;
use nproxy_domain::keys::KeyState;
use nproxy_domain::mail::Severity;
use nproxy_domain::provider::MicroUsd;
use nproxy_store::entities::workers::Model as Process;
use nproxy_store::overview::{self, CountOf, OpenIncident, Unended};
use nproxy_store::{NotReady, StoreError, workers};
use tokio::sync::Mutex;
use tokio::time::timeout;

use crate::{App, presence};

/// What was seen so recently is still true.
pub const FRESH_FOR: chrono::Duration = chrono::Duration::seconds(5);
/// A database that lets us wait longer is as good as away.
const READ_MAX: Duration = Duration::from_secs(3);
/// The newest open incidents, by name; all are counted.
const INCIDENTS_MAX: u64 = 50;
/// Whoever makes the pictures.
const WORKERS: [&str; 2] = ["worker", "dev"];

/// Every state in which a key may be, by its name.
pub const KEY_STATES: [&str; 6] = ["active", "probation", "cooldown", "out_of_funds", "manual_review", "disabled"];
const PROXY_HEALTH: [&str; 2] = ["ok", "dead"];

/// A moment's view.
#[derive(Clone, Debug)]
pub struct PoolState {
    pub at: Timestamp,
    /// Those that are routed to, and those that have keys.
    pub providers: BTreeMap<String, ProviderState>,
    pub queue: QueueState,
    /// By `ok` and `dead`.
    pub proxies: BTreeMap<&'static str, u32>,
    /// Open ones, by severity.
    pub incidents: BTreeMap<&'static str, u32>,
    pub newest_incidents: Vec<OpenIncident>,
    pub processes: Vec<ProcessState>,
}

/// One provider's keys.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderState {
    /// By [`KEY_STATES`]; every state is there.
    pub keys: BTreeMap<&'static str, u32>,
    pub in_flight: u32,
    /// What today's attempts probably cost, since midnight in UTC.
    pub spent_today: MicroUsd,
}

/// Pictures that have not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueState {
    pub queued: u32,
    pub running: u32,
    /// For a key, or for an upstream that was left to work.
    pub waiting: u32,
    /// How long the oldest has been queued; zero where none is.
    pub oldest_queued: Duration,
}

/// One `web`, `worker` or `dev`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessState {
    pub role: String,
    pub version: String,
    pub started_at: Timestamp,
    pub heartbeat_age: Duration,
}

impl ProcessState {
    /// It has not been heard of for so long that it is hung or gone.
    pub fn is_silent(&self) -> bool {
        self.heartbeat_age > presence::SILENT_AFTER
    }

    pub fn makes_pictures(&self) -> bool {
        WORKERS.contains(&self.role.as_str())
    }

    /// Another of its role began when this one was silent already, and is there. Who was killed leaves its row behind.
    pub(crate) fn is_replaced(&self, processes: &[Self]) -> bool {
        let is_later = |other: &Self| other.started_at > self.started_at && other.heartbeat_age < self.heartbeat_age;
        processes.iter().any(|other| other.role == self.role && !other.is_silent() && is_later(other))
    }
}

/// Why nothing can be seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unseen {
    #[error("the database can't be reached")]
    Away,
    #[error("the database's schema is older than this program: run `nproxy migrate`")]
    SchemaOutdated,
}

/// What a look sees.
pub type Seen = Result<Arc<PoolState>, Unseen>;

/// Looks, and remembers for a moment what it saw, a failure as well: a database in trouble is not asked more often.
#[derive(Debug)]
pub struct PoolWatch {
    app: App,
    newest: Mutex<Option<(Timestamp, Seen)>>,
}

impl PoolWatch {
    pub fn new(app: App) -> Self {
        Self { app, newest: Mutex::default() }
    }

    /// At most [`FRESH_FOR`] old. Who comes while somebody looks waits for what that one sees.
    pub async fn look(&self) -> Seen {
        let mut newest = self.newest.lock().await;
        let now = self.app.env.now();
        if let Some((at, seen)) = &*newest
            && (now - *at).abs() < FRESH_FOR
        {
            return seen.clone();
        }
        let seen = match timeout(READ_MAX, read(&self.app)).await {
            Ok(Ok(state)) => Ok(Arc::new(state)),
            Ok(Err(NotReady::SchemaOutdated)) => Err(Unseen::SchemaOutdated),
            Ok(Err(NotReady::Store(error))) => {
                tracing::warn!(%error, "the state of the pool can't be read");
                Err(Unseen::Away)
            }
            Err(_) => {
                tracing::warn!("the state of the pool can't be read in time");
                Err(Unseen::Away)
            }
        };
        *newest = Some((self.app.env.now(), seen.clone()));
        seen
    }
}

async fn read(app: &App) -> Result<PoolState, NotReady> {
    app.store.ready().await?;
    let (db, now) = (app.store.read(), app.env.now());
    let providers = providers(app, now).await?;
    let unended = overview::unended(db).await?;
    let incidents = overview::incidents(db).await?;
    let proxies = overview::proxies(db).await?;
    Ok(PoolState {
        at: now,
        providers,
        queue: queue(&unended, now),
        proxies: PROXY_HEALTH.map(|health| (health, rows_of(&proxies, health))).into(),
        incidents: Severity::ALL.map(|s| (s.as_str(), rows_of(&incidents, s.as_str()))).into(),
        newest_incidents: overview::open_incidents(db, INCIDENTS_MAX).await?,
        processes: workers::list(db).await?.into_iter().map(|row| process(row, now)).collect(),
    })
}

async fn providers(app: &App, now: Timestamp) -> Result<BTreeMap<String, ProviderState>, StoreError> {
    let db = app.store.read();
    let unused = || ProviderState { keys: KEY_STATES.map(|state| (state, 0)).into(), ..ProviderState::default() };
    let routes = app.catalog.models().iter().flat_map(|model| &model.routes);
    let mut providers: BTreeMap<_, _> = routes.map(|route| (route.provider.0.clone(), unused())).collect();
    for row in overview::keys(db, now).await? {
        let provider = providers.entry(row.provider).or_insert_with(unused);
        let state = KeyState::from_row(&row.state, Some(now)).map(KeyState::name);
        let state = state.ok_or_else(|| StoreError::Unreadable(format!("a key's state {:?}", row.state)))?;
        provider.keys.insert(state, count(row.keys));
        provider.in_flight = provider.in_flight.saturating_add(count(row.in_flight));
    }
    let known: Vec<String> = providers.keys().cloned().collect();
    let day = now.timestamp().div_euclid(24 * 60 * 60);
    for (provider, cost_micro_usd) in overview::costs(db, &known, day).await? {
        if let Some(provider) = providers.get_mut(&provider) {
            provider.spent_today = MicroUsd(cost_micro_usd);
        }
    }
    Ok(providers)
}

fn queue(unended: &Unended, now: Timestamp) -> QueueState {
    let oldest = unended.oldest_queued_at.unwrap_or(now);
    QueueState {
        queued: count(unended.queued),
        running: count(unended.running),
        waiting: count(unended.waiting),
        oldest_queued: (now - oldest).to_std().unwrap_or_default(),
    }
}

fn process(row: Process, now: Timestamp) -> ProcessState {
    // The clocks of two machines may differ by a little.
    let heartbeat_age = (now - row.heartbeat_at).to_std().unwrap_or_default();
    ProcessState { role: row.role, version: row.version, started_at: row.started_at, heartbeat_age }
}

fn rows_of(counts: &[CountOf], name: &str) -> u32 {
    counts.iter().find(|row| row.name == name).map_or(0, |row| count(row.rows))
}

fn count(rows: i64) -> u32 {
    u32::try_from(rows).unwrap_or(if rows < 0 { 0 } else { u32::MAX })
}
