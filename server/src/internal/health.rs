//! How the product is doing, for a person or a program that looks.

use std::collections::BTreeMap;
use std::sync::Arc;

use nproxy_app::health::{self, HealthWatch};
use nproxy_app::pool_state::{PoolState, ProcessState, Unseen};
use nproxy_domain::Timestamp;
use nproxy_domain::provider::Usd;
use salvo::http::StatusCode;
use salvo::writing::Json;
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};
use serde::Serialize;

/// `ok`: nothing is known to be wrong. `trouble`: an incident is open, or a process is silent. `down`: nothing can be
/// seen, and nothing works.
#[derive(Debug, Serialize)]
struct Report<'a> {
    status: &'static str,
    /// Of the process that answers.
    version: &'static str,
    database: Database,
    #[serde(skip_serializing_if = "Option::is_none", flatten)]
    state: Option<State<'a>>,
    /// Every part by itself, the same as the admins' web shows it.
    health: &'a health::Report,
}

#[derive(Debug, Serialize)]
struct Database {
    reachable: bool,
    schema_current: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct State<'a> {
    /// When it was looked; a look serves some seconds.
    at: Timestamp,
    processes: Vec<Process<'a>>,
    generations: Generations,
    pool: Vec<Keyring<'a>>,
    proxies: &'a BTreeMap<&'static str, u32>,
    /// The newest that are open.
    incidents: Vec<Incident<'a>>,
}

#[derive(Debug, Serialize)]
struct Process<'a> {
    role: &'a str,
    version: &'a str,
    started_at: Timestamp,
    heartbeat_age_s: u64,
    silent: bool,
}

#[derive(Debug, Serialize)]
struct Generations {
    queued: u32,
    running: u32,
    waiting: u32,
    oldest_queued_s: u64,
}

#[derive(Debug, Serialize)]
struct Keyring<'a> {
    provider: &'a str,
    keys: &'a BTreeMap<&'static str, u32>,
    in_flight: u32,
    /// An estimate, since midnight in UTC.
    spent_today_usd: String,
}

#[derive(Debug, Serialize)]
struct Incident<'a> {
    key: &'a str,
    severity: &'a str,
    title: &'a str,
    times: i64,
    opened_at: Timestamp,
}

pub struct Health(pub Arc<HealthWatch>);

#[async_trait]
impl Handler for Health {
    async fn handle(&self, _: &mut Request, _: &mut Depot, res: &mut Response, _: &mut FlowCtrl) {
        let report = self.0.look().await;
        match self.0.pool().await {
            Ok(state) => res.render(Json(Report::seen(&state, &report))),
            Err(unseen) => {
                res.status_code(StatusCode::SERVICE_UNAVAILABLE);
                res.render(Json(Report::unseen(unseen, &report)));
            }
        }
    }
}

impl<'a> Report<'a> {
    fn seen(state: &'a PoolState, health: &'a health::Report) -> Self {
        let in_trouble =
            state.incidents.values().any(|open| *open > 0) || state.processes.iter().any(ProcessState::is_silent);
        Self {
            status: if in_trouble { "trouble" } else { "ok" },
            version: env!("CARGO_PKG_VERSION"),
            database: Database { reachable: true, schema_current: true, reason: None },
            state: Some(State::of(state)),
            health,
        }
    }

    fn unseen(why: Unseen, health: &'a health::Report) -> Self {
        let reachable = why == Unseen::SchemaOutdated;
        Self {
            status: "down",
            version: env!("CARGO_PKG_VERSION"),
            database: Database { reachable, schema_current: false, reason: Some(why.to_string()) },
            state: None,
            health,
        }
    }
}

impl<'a> State<'a> {
    fn of(state: &'a PoolState) -> Self {
        let process = |process: &'a ProcessState| Process {
            role: &process.role,
            version: &process.version,
            started_at: process.started_at,
            heartbeat_age_s: process.heartbeat_age.as_secs(),
            silent: process.is_silent(),
        };
        let queue = &state.queue;
        Self {
            at: state.at,
            processes: state.processes.iter().map(process).collect(),
            generations: Generations {
                queued: queue.queued,
                running: queue.running,
                waiting: queue.waiting,
                oldest_queued_s: queue.oldest_queued.as_secs(),
            },
            pool: state
                .providers
                .iter()
                .map(|(provider, state)| Keyring {
                    provider,
                    keys: &state.keys,
                    in_flight: state.in_flight,
                    spent_today_usd: Usd(state.spent_today).to_string(),
                })
                .collect(),
            proxies: &state.proxies,
            incidents: state
                .newest_incidents
                .iter()
                .map(|open| Incident {
                    key: &open.key,
                    severity: &open.severity,
                    title: &open.title,
                    times: open.times,
                    opened_at: open.opened_at,
                })
                .collect(),
        }
    }
}
