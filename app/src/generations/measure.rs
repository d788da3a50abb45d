//! What the counters are told of a generation's end.
//!
//! Called once the end is committed: a transaction may run twice, and what it would have written may never be. Attempts
//! are counted by the gateway ([`nproxy_gateway::metrics`]), but for those that a dead worker left open: it saw no end.

use std::time::Duration;

use metrics::{counter, histogram};
use nproxy_domain::generation::{ErrorCode, Fault};
use nproxy_domain::outcome::Class;
use nproxy_domain::{GenerationId, Timestamp};
use nproxy_gateway::metrics::{AMBIGUOUS_LOSSES, ATTEMPTS, ESTIMATED_SPEND};
use nproxy_store::attempts;
use nproxy_store::entities::attempts::Model as Attempt;
use nproxy_store::entities::text::GenerationState as State;
use nproxy_store::generations::GenerationRow;

use crate::App;

/// Counts the end that `row` stands for; a row that has not ended counts nothing.
pub async fn ended(app: &App, row: &GenerationRow) {
    let state = match row.state {
        State::Succeeded => "succeeded",
        State::Failed => "failed",
        State::Cancelled => "cancelled",
        State::Queued | State::Running | State::Waiting => return,
    };
    let error = row.error_code.as_deref().and_then(ErrorCode::parse);
    let (code, fault) = error.map_or(("", ""), |code| (code.as_str(), word(code.fault())));
    counter!("nproxy_generations_ended_total", "state" => state, "code" => code, "fault" => fault).increment(1);
    // What never started was tried nowhere.
    let (Some(started_at), Some(finished_at)) = (row.started_at, row.finished_at) else { return };
    let took = between(started_at, finished_at);
    histogram!("nproxy_generation_seconds", "state" => state).record(took);
    histogram!("nproxy_generation_queue_seconds").record(between(row.queued_at, started_at));
    match attempts::of_generation(app.store.read(), GenerationId(row.id)).await {
        Ok(attempts) => tried(&attempts, took),
        Err(error) => tracing::debug!(%error, "the attempts of a generation are not counted"),
    }
}

fn tried(attempts: &[Attempt], took: Duration) {
    for lost in attempts.iter().filter(|attempt| attempt.class.as_deref() == Some(Class::Abandoned.as_str())) {
        let (provider, class) = (|| lost.provider.clone(), Class::Abandoned.as_str());
        counter!(ATTEMPTS, "provider" => provider(), "class" => class, "phase" => class).increment(1);
        counter!(AMBIGUOUS_LOSSES, "provider" => provider()).increment(1);
        let cost = lost.cost_estimate_micro_usd.and_then(|cost| u64::try_from(cost).ok());
        counter!(ESTIMATED_SPEND, "provider" => provider()).increment(cost.unwrap_or(0));
    }
    // Nobody knows how long the upstream had one that was lost.
    let upstream_ms: Option<u64> = attempts.iter().map(|attempt| u64::try_from(attempt.upstream_ms?).ok()).sum();
    if let Some(upstream_ms) = upstream_ms {
        let own = took.saturating_sub(Duration::from_millis(upstream_ms));
        histogram!("nproxy_generation_overhead_seconds").record(own);
    }
}

fn word(fault: Fault) -> &'static str {
    match fault {
        Fault::Customer => "customer",
        Fault::Provider => "provider",
        Fault::Us => "us",
    }
}

/// Zero where clocks of two machines disagree on the order.
fn between(earlier: Timestamp, later: Timestamp) -> Duration {
    (later - earlier).to_std().unwrap_or_default()
}
