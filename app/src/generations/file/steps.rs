//! The way of a picture, put together from the rows that it left.

use nproxy_domain::Timestamp;
use nproxy_store::cycles::EntryRow;
use nproxy_store::entities::assets::Model as Asset;
use nproxy_store::entities::attempts::Model as Attempt;
use nproxy_store::entities::text::GenerationState;
use nproxy_store::generations::GenerationRow;
use nproxy_store::turns::TurnRow;

/// What happened when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub at: Timestamp,
    pub kind: StepKind,
    /// Which attempt.
    pub n: Option<i64>,
    pub detail: Option<String>,
}

/// In the order in which they follow one another at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepKind {
    Accepted,
    Held,
    Queued,
    Started,
    Attempt,
    /// For a key, or for an upstream that was left to work.
    Waiting,
    Stored,
    Settled,
    Released,
    Cancelled,
    Failed,
}

/// First to last.
pub(super) fn of(
    row: &GenerationRow,
    turn: &TurnRow,
    entries: &[EntryRow],
    attempts: &[Attempt],
    asset: Option<&Asset>,
) -> Vec<Step> {
    // A retry was accepted when it was asked for, not with its turn.
    let accepted = if row.retried_from.is_some() { row.queued_at } else { turn.created_at };
    let mut steps = vec![step(accepted, StepKind::Accepted), step(row.queued_at, StepKind::Queued)];
    steps.extend(row.started_at.map(|at| step(at, StepKind::Started)));
    steps.extend(entries.iter().filter_map(|entry| {
        let kind = match entry.kind.as_str() {
            "hold" => StepKind::Held,
            "spend" => StepKind::Settled,
            "release" => StepKind::Released,
            _ => return None,
        };
        Some(step(entry.at, kind))
    }));
    steps.extend(attempts.iter().map(|attempt| Step {
        n: Some(attempt.n),
        detail: Some(told(attempt)),
        ..step(attempt.started_at, StepKind::Attempt)
    }));
    if let Some(until) = row.run_at.filter(|_| row.state == GenerationState::Waiting) {
        let last = attempts.iter().filter_map(|attempt| attempt.ended_at.or(Some(attempt.started_at))).max();
        let at = last.or(row.started_at).unwrap_or(row.queued_at);
        let detail = Some(format!("until {}", until.to_rfc3339()));
        steps.push(Step { detail, ..step(at, StepKind::Waiting) });
    }
    steps.extend(asset.map(|asset| step(asset.created_at, StepKind::Stored)));
    if let Some(at) = row.finished_at {
        match row.state {
            GenerationState::Failed => {
                steps.push(Step { detail: row.error_code.clone(), ..step(at, StepKind::Failed) });
            }
            GenerationState::Cancelled => steps.push(step(at, StepKind::Cancelled)),
            _ => {}
        }
    }
    steps.sort_by_key(|step| (step.at, step.kind, step.n));
    steps
}

fn step(at: Timestamp, kind: StepKind) -> Step {
    Step { at, kind, n: None, detail: None }
}

/// Where it went and what came of it, in a few words.
fn told(attempt: &Attempt) -> String {
    let class = attempt.class.as_deref().unwrap_or("under way");
    match attempt.upstream_ms {
        Some(ms) => format!("{}: {class}, {ms} ms", attempt.provider),
        None => format!("{}: {class}", attempt.provider),
    }
}
