//! What the state of the pool says: the queue, the processes, the keys, the proxies.

use nproxy_domain::catalog::Model;

use super::{Component, Kind, State, span};
use crate::App;
use crate::pool_state::{PoolState, ProcessState, ProviderState};

const QUEUE_WARNING_S: i64 = 60;
const QUEUE_CRITICAL_S: i64 = 300;

pub(super) fn all(app: &App, state: &PoolState) -> Vec<Component> {
    let mut all = vec![queue(state), proxies(state), bot(state)];
    all.extend(state.processes.iter().enumerate().map(|(nth, process)| of_process(nth, process)));
    if !state.processes.iter().any(|process| process.makes_pictures() && !process.is_silent()) {
        let none = "no worker is heard of, so no picture is made";
        let part = Component::new(Kind::Process, "process:worker", "Worker", State::Critical, "none");
        all.push(part.because(none));
    }
    all.extend(state.providers.iter().map(|(provider, keys)| of_provider(app, provider, keys)));
    all.extend(app.catalog.models().iter().map(|model| of_model(app, model, state)));
    all.into_iter().map(|part| part.at(state.at)).collect()
}

/// Where nothing can be seen.
pub(super) fn unseen() -> Vec<Component> {
    [
        (Kind::Queue, "Queue"),
        (Kind::Process, "Processes"),
        (Kind::Pool, "Keys"),
        (Kind::Proxies, "Proxies"),
        (Kind::Bot, "Bot"),
    ]
    .map(|(kind, label)| Component::unknown(kind, label, "the database can't be read"))
    .into()
}

fn queue(state: &PoolState) -> Component {
    let queue = &state.queue;
    let oldest = i64::try_from(queue.oldest_queued.as_secs()).unwrap_or(i64::MAX);
    let value = format!(
        "{} queued, {} running, {} waiting; the oldest for {}",
        queue.queued,
        queue.running,
        queue.waiting,
        span(oldest)
    );
    Component::new(Kind::Queue, "queue", "Queue", State::by(oldest > QUEUE_WARNING_S, oldest > QUEUE_CRITICAL_S), value)
        .until(format!("the oldest for {}, {}", span(QUEUE_WARNING_S), span(QUEUE_CRITICAL_S)))
}

fn of_process(nth: usize, process: &ProcessState) -> Component {
    let age = i64::try_from(process.heartbeat_age.as_secs()).unwrap_or(i64::MAX);
    let state = if process.is_silent() { State::Critical } else { State::Ok };
    let value = format!("version {}, heard of {} ago", process.version, span(age));
    let part =
        Component::new(Kind::Process, format!("process:{}:{}", process.role, nth + 1), &process.role, state, value);
    part.until("three heartbeats of 15 s left out").because(format!("began {}", process.started_at.to_rfc3339()))
}

pub(crate) fn of_provider(app: &App, provider: &str, state: &ProviderState) -> Component {
    let (works, few) = (works(state), app.settings.health.keys_few);
    let all: u32 = state.keys.values().sum();
    let others: Vec<String> = state
        .keys
        .iter()
        .filter(|(name, keys)| !["active", "probation"].contains(name) && **keys > 0)
        .map(|(name, keys)| format!("{keys} {name}"))
        .collect();
    let part = Component::new(
        Kind::Pool,
        format!("pool:{provider}"),
        format!("Keys of {provider}"),
        State::by(works < few, works == 0),
        format!("{works} of {all} work"),
    )
    .until(format!("{few}, 1"));
    if others.is_empty() { part } else { part.because(others.join(", ")) }
}

/// A model is as well as the best of its providers.
fn of_model(app: &App, model: &Model, state: &PoolState) -> Component {
    let few = app.settings.health.keys_few;
    let keys = |provider: &str| state.providers.get(provider).map_or(0, works);
    let works: u32 = model.routes.iter().map(|route| keys(&route.provider.0)).sum();
    let providers = model.routes.iter().filter(|route| keys(&route.provider.0) > 0).count();
    Component::new(
        Kind::Pool,
        format!("model:{}", model.id),
        format!("Keys for {}", model.label),
        State::by(works < few, works == 0),
        format!("{works} work, of {providers} of {} providers", model.routes.len()),
    )
    .until(format!("{few}, 1"))
}

fn works(state: &ProviderState) -> u32 {
    ["active", "probation"].iter().filter_map(|name| state.keys.get(name)).sum()
}

fn proxies(state: &PoolState) -> Component {
    let of = |health: &str| state.proxies.get(health).copied().unwrap_or(0);
    let (ok, dead) = (of("ok"), of("dead"));
    let value = if ok + dead == 0 { "none in use".to_owned() } else { format!("{ok} well, {dead} dead") };
    Component::new(Kind::Proxies, "proxies", "Proxies", State::by(dead > 0, dead > 0 && ok == 0), value)
        .until("none dead")
}

fn bot(state: &PoolState) -> Component {
    match state.processes.iter().find(|process| process.role == "bot") {
        Some(process) if process.is_silent() => {
            Component::new(Kind::Bot, "bot", "Bot", State::Critical, "not heard of any more")
        }
        Some(_) => Component::new(Kind::Bot, "bot", "Bot", State::Ok, "heard of"),
        None => Component::unknown(Kind::Bot, "Bot", "no bot runs"),
    }
}
