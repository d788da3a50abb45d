//! A process says that it is there, so that an operator sees which run, which version, and which fell silent.

use std::time::Duration;

use nproxy_domain::WorkerId;
use nproxy_store::{StoreError, workers};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::App;

/// How often a process says so.
pub const EVERY: Duration = Duration::from_secs(15);

/// A process that left out three of its heartbeats is silent.
pub const SILENT_AFTER: Duration = Duration::from_secs(45);

/// Who was killed leaves its row behind; an operator has so long to see it.
const FORGOTTEN_AFTER: chrono::Duration = chrono::Duration::days(1);

/// Keeps this process's row fresh until `shutdown`, then removes it. `role` is what it was started as. A database that
/// is away is no reason to stop: the row is written when it is back.
pub async fn run(app: &App, id: WorkerId, role: &'static str, shutdown: CancellationToken) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = shutdown.cancelled() => break,
            _ = ticks.tick() => {
                if let Err(error) = say(app, id, role).await {
                    tracing::debug!(%error, "presence not noted");
                }
            }
        }
    }
    let left = app.store.write(move |tx| async move { workers::leave(&tx, id).await }).await;
    if let Err(error) = left {
        tracing::debug!(%error, "departure not noted");
    }
}

/// Whether another process of this role lives that began before this one: ids are in the order of their making.
pub async fn is_elder_there(app: &App, id: WorkerId, role: &str) -> Result<bool, StoreError> {
    let heard_since = app.env.now() - SILENT_AFTER;
    let all = workers::list(app.store.read()).await?;
    Ok(all.iter().any(|row| row.role == role && row.heartbeat_at > heard_since && row.id < id.0))
}

/// Notes that the process lives; the first time, and after somebody removed its row, with everything about it.
async fn say(app: &App, id: WorkerId, role: &'static str) -> Result<(), StoreError> {
    let now = app.env.now();
    app.store
        .write(move |tx| async move {
            if !workers::heartbeat(&tx, id, now).await? {
                workers::register(&tx, id, role, env!("CARGO_PKG_VERSION"), now).await?;
                workers::forget(&tx, now - FORGOTTEN_AFTER).await?;
            }
            Ok(())
        })
        .await
}
