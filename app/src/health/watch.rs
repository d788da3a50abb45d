//! Looks, and remembers for a moment what it saw.

use std::sync::Arc;
use std::time::Duration;

use nproxy_domain::{Timestamp, WorkerId};
use tokio::sync::Mutex;
use tokio::time::timeout;

use super::look::Looked;
use super::{Component, Kind, Report, State, Verdict, outside, parts, pool};
use crate::App;
use crate::pool_state::{PoolWatch, Seen, Unseen};

/// What was seen so recently is still true.
pub const FRESH_FOR: chrono::Duration = chrono::Duration::seconds(5);
/// A part that lets us wait longer is as good as silent.
const LOOK_MAX: Duration = Duration::from_secs(5);
const STORAGE_FRESH_FOR: chrono::Duration = chrono::Duration::seconds(60);
const CERTIFICATE_FRESH_FOR: chrono::Duration = chrono::Duration::hours(1);

/// The one who looks in this process; at one thing at a time, whoever asks.
#[derive(Debug)]
pub struct HealthWatch {
    app: App,
    pool: PoolWatch,
    process: WorkerId,
    newest: Mutex<Option<Arc<Report>>>,
    storage: Looked,
    certificate: Looked,
}

impl HealthWatch {
    pub fn new(app: App) -> Self {
        let (pool, process) = (PoolWatch::new(app.clone()), WorkerId::new(&app.env));
        Self {
            app,
            pool,
            process,
            newest: Mutex::default(),
            storage: Looked::default(),
            certificate: Looked::default(),
        }
    }

    /// The pool and the queue alone.
    pub async fn pool(&self) -> Seen {
        self.pool.look().await
    }

    /// At most [`FRESH_FOR`] old; what costs something to look at is older and says how old.
    pub async fn look(&self) -> Arc<Report> {
        let mut newest = self.newest.lock().await;
        let now = self.app.env.now();
        if let Some(report) = newest.as_ref().filter(|report| (now - report.at).abs() < FRESH_FOR) {
            return report.clone();
        }
        let components = self.components(now).await;
        let version = env!("CARGO_PKG_VERSION");
        let report = Arc::new(Report { status: Verdict::of(&components), at: now, version, components });
        *newest = Some(report.clone());
        report
    }

    async fn components(&self, now: Timestamp) -> Vec<Component> {
        let app = &self.app;
        let (seen, storage, certificate) = tokio::join!(
            self.pool(),
            self.storage.at_most(STORAGE_FRESH_FOR, now, outside::storage(app, self.process)),
            self.certificate.at_most(CERTIFICATE_FRESH_FOR, now, outside::certificate(app, now)),
        );
        let mut all = vec![database(seen.as_ref().err().copied(), now)];
        match &seen {
            Ok(state) => all.extend(pool::all(app, state)),
            Err(_) => all.extend(pool::unseen()),
        }
        match timeout(LOOK_MAX, parts::all(app, now)).await {
            Ok(Ok(parts)) => all.extend(parts),
            Ok(Err(_)) => all.extend(parts::unseen("the database can't be read")),
            Err(_) => all.extend(parts::unseen("the database doesn't answer in time")),
        }
        all.extend([storage, outside::disk(app, now), certificate]);
        all.sort_by_key(|part| part.kind);
        all
    }
}

fn database(unseen: Option<Unseen>, now: Timestamp) -> Component {
    let part = |state, value: &str| Component::new(Kind::Database, "database", "Database", state, value).at(now);
    match unseen {
        None => part(State::Ok, "reachable, schema current"),
        Some(why @ Unseen::Away) => part(State::Critical, "away").because(why.to_string()),
        Some(why @ Unseen::SchemaOutdated) => part(State::Critical, "schema outdated").because(why.to_string()),
    }
}
