//! Says to somebody outside that all is well: a server that is dead can't send its own alarm, but its silence is heard.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nproxy_store::jobs::Job;
use serde::{Deserialize, Serialize};

use super::HeartbeatUrl;
use crate::App;
use crate::health::{HealthWatch, Kind, Report, State};
use crate::pool_state::PoolState;

pub const HEARTBEAT_EVERY: Duration = Duration::from_mins(1);
const FETCH_MAX: Duration = Duration::from_secs(10);

/// The job that calls [`Heartbeat::beat`]. That it runs at all says that the queue of jobs works.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SendHeartbeat {}

impl Job for SendHeartbeat {
    const KIND: &'static str = "notices_heartbeat";
    const TRIES_MAX: i32 = 1;
}

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beat {
    /// No address is configured.
    Off,
    /// Database, queue or workers are not well, so nothing was fetched.
    NotWell,
    Fetched,
    Failed,
}

#[derive(Debug)]
pub struct Heartbeat {
    app: App,
    health: Arc<HealthWatch>,
    last: Mutex<Option<Beat>>,
}

impl Heartbeat {
    pub fn new(app: App, health: Arc<HealthWatch>) -> Self {
        Self { app, health, last: Mutex::default() }
    }

    /// Fetches the address if all is well. Only a change is logged: what fails every minute is one line.
    pub async fn beat(&self) -> Beat {
        let Some(HeartbeatUrl(url)) = &self.app.settings.notices.heartbeat else { return Beat::Off };
        let (beat, why) = match self.what_is_wrong().await {
            Some(why) => (Beat::NotWell, why),
            None => match self.app.gateway.knock(url, FETCH_MAX).await {
                Ok(()) => (Beat::Fetched, String::new()),
                Err(error) => (Beat::Failed, error.to_string()),
            },
        };
        let before = self.last.lock().unwrap_or_else(PoisonError::into_inner).replace(beat);
        match (before == Some(beat), beat) {
            (false, Beat::Failed) => tracing::warn!("the heartbeat is not taken: {why}"),
            (false, Beat::NotWell) => tracing::warn!("the heartbeat is left out: {why}"),
            (false, Beat::Fetched) => tracing::info!("the heartbeat is taken"),
            (true, _) | (_, Beat::Off) => {}
        }
        beat
    }

    async fn what_is_wrong(&self) -> Option<String> {
        let report = self.health.look().await;
        let pool = match self.health.pool().await {
            Ok(pool) => pool,
            Err(unseen) => return Some(unseen.to_string()),
        };
        bad_part(&report).or_else(|| bad_workers(&pool))
    }
}

fn bad_part(report: &Report) -> Option<String> {
    let vital = report.components.iter().filter(|part| matches!(part.kind, Kind::Database | Kind::Queue));
    let bad = vital.filter(|part| part.state != State::Ok).map(|part| format!("{}: {}", part.label, part.value));
    bad.reduce(|all, one| format!("{all}; {one}"))
}

fn bad_workers(pool: &PoolState) -> Option<String> {
    let workers = || pool.processes.iter().filter(|process| process.makes_pictures());
    if !workers().any(|worker| !worker.is_silent()) {
        return Some("no worker is heard of".to_owned());
    }
    let is_lost = workers().any(|worker| worker.is_silent() && !worker.is_replaced(&pool.processes));
    is_lost.then(|| "a worker is not heard of any more".to_owned())
}
