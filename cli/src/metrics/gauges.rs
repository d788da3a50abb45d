//! What the database says, as gauges.

use std::collections::BTreeMap;
use std::time::Duration;

use metrics::gauge;
use metrics_exporter_prometheus::PrometheusBuilder;
use nproxy_app::health::{Report, State};
use nproxy_app::pool_state::PoolState;
use nproxy_domain::provider::MicroUsd;

use super::names;

/// A page of its own, from a recorder that lives as long as the page: what has vanished from the database (a provider, a
/// process) must not stay on it with its last value.
pub fn page(state: Option<&PoolState>, report: &Report) -> String {
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        names::describe();
        gauge!("nproxy_build_info", "version" => env!("CARGO_PKG_VERSION")).set(1);
        gauge!("nproxy_database_up").set(u8::from(state.is_some()));
        parts(report);
        if let Some(state) = state {
            pool(state);
            processes(state);
        }
    });
    recorder.handle().render()
}

fn pool(state: &PoolState) {
    for (provider, of) in &state.providers {
        for (name, keys) in &of.keys {
            gauge!("nproxy_keys", "provider" => provider.clone(), "state" => *name).set(*keys);
        }
        gauge!("nproxy_keys_in_flight", "provider" => provider.clone()).set(of.in_flight);
        gauge!("nproxy_spent_today_usd", "provider" => provider.clone()).set(usd(of.spent_today));
    }
    let queue = &state.queue;
    for (name, pictures) in [("queued", queue.queued), ("running", queue.running), ("waiting", queue.waiting)] {
        gauge!("nproxy_generations", "state" => name).set(pictures);
    }
    gauge!("nproxy_generation_queue_oldest_seconds").set(queue.oldest_queued);
    for (health, proxies) in &state.proxies {
        gauge!("nproxy_proxies", "health" => *health).set(*proxies);
    }
    for (severity, open) in &state.incidents {
        gauge!("nproxy_incidents_open", "severity" => *severity).set(*open);
    }
}

fn parts(report: &Report) {
    for part in &report.components {
        let level: u8 = match part.state {
            State::Ok => 0,
            State::Unknown => 1,
            State::Warning => 2,
            State::Critical => 3,
        };
        gauge!("nproxy_component_state", "component" => part.id.clone(), "kind" => part.kind.as_str()).set(level);
    }
}

fn processes(state: &PoolState) {
    let mut heard: BTreeMap<(&str, &str), u32> = BTreeMap::new();
    let mut silent: BTreeMap<&str, u32> = BTreeMap::new();
    let mut newest: BTreeMap<&str, Duration> = BTreeMap::new();
    for process in &state.processes {
        let role = process.role.as_str();
        *heard.entry((role, &process.version)).or_default() += u32::from(!process.is_silent());
        *silent.entry(role).or_default() += u32::from(process.is_silent());
        let age = newest.entry(role).or_insert(process.heartbeat_age);
        *age = process.heartbeat_age.min(*age);
    }
    for ((role, version), processes) in heard {
        gauge!("nproxy_processes", "role" => role.to_owned(), "version" => version.to_owned()).set(processes);
    }
    for (role, processes) in silent {
        gauge!("nproxy_processes_silent", "role" => role.to_owned()).set(processes);
    }
    for (role, age) in newest {
        gauge!("nproxy_heartbeat_age_seconds", "role" => role.to_owned()).set(age);
    }
}

#[expect(clippy::cast_precision_loss, reason = "a day's estimate is far below 2^53 millionths of a dollar")]
fn usd(amount: MicroUsd) -> f64 {
    amount.0 as f64 / 1_000_000.0
}
