//! Every metric of nproxy.
//!
//! Labels are few and their values fewer: a provider, a state, a code; never a key, a customer or a prompt. Counters and
//! histograms are each process's own: sum them. Gauges that say "database" are what all processes share, read at most
//! every five seconds: take the maximum, or ask one process.
//!
//! To add one: 1. emit it with the facade's macros where the number is known, after the commit; 2. its line in [`METRICS`].

use metrics::{describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder};

pub struct Metric {
    pub name: &'static str,
    kind: Kind,
    /// With the labels, for the page itself.
    help: &'static str,
}

enum Kind {
    Counter,
    /// With the upper ends of its buckets.
    Histogram(&'static [f64]),
    Gauge,
}

/// Making pictures takes seconds, at most the deadline's minutes.
const WORK_S: &[f64] = &[0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 120.0, 180.0, 300.0];
const QUEUE_S: &[f64] = &[0.1, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0, 900.0, 1800.0];
/// Ours are milliseconds, unless a key is waited for.
const OVERHEAD_S: &[f64] = &[0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 15.0, 60.0, 300.0];
const FAILOVERS: &[f64] = &[0.0, 1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0];

pub const METRICS: &[Metric] = &[
    counter("nproxy_attempts_total", "Attempts on an upstream that ended, by provider, class and phase."),
    counter("nproxy_ambiguous_losses_total", "Attempts that may have been charged and brought nothing, by provider."),
    counter("nproxy_failovers_total", "Attempts after which another key had to be tried, by provider."),
    counter("nproxy_proxy_failures_total", "Times that a proxy failed before anything was handed over."),
    counter(
        "nproxy_estimated_spend_micro_usd_total",
        "Estimated cost of attempts that were or may have been charged, in millionths of a US dollar, by provider.",
    ),
    histogram("nproxy_upstream_seconds", WORK_S, "Time on the wire of an attempt, by provider."),
    histogram("nproxy_overhead_seconds", OVERHEAD_S, "Time of a run of the gateway beyond its time on the wire."),
    histogram("nproxy_generation_failovers", FAILOVERS, "Attempts before the one that decided a picture."),
    counter("nproxy_generations_ended_total", "Pictures that ended, by state, code and fault."),
    histogram("nproxy_generation_seconds", WORK_S, "From the first start of a picture to its end, by state."),
    histogram("nproxy_generation_queue_seconds", QUEUE_S, "From the order of a picture to its first start."),
    histogram(
        "nproxy_generation_overhead_seconds",
        OVERHEAD_S,
        "Time of a picture that no upstream had it: our own work, storing included, and waiting for a key.",
    ),
    counter("nproxy_webhooks_refused_total", "Webhooks of processors that were not believed, by processor and reason."),
    counter(
        "nproxy_payment_readings_total",
        "Times that a processor was asked about a payment, by processor and outcome.",
    ),
    counter("nproxy_payments_activated_total", "Months that were opened by a payment, by processor."),
    gauge("nproxy_build_info", "1, by version."),
    gauge("nproxy_database_up", "Whether the database can be read: 1 or 0."),
    gauge("nproxy_component_state", "How a part is: 0 ok, 1 unknown, 2 warning, 3 critical; by component and kind."),
    gauge("nproxy_keys", "Upstream keys in the database, by provider and state."),
    gauge("nproxy_keys_in_flight", "Requests in flight on a provider's keys, in the database, by provider."),
    gauge("nproxy_spent_today_usd", "Estimated cost since midnight in UTC, in the database, by provider."),
    gauge("nproxy_generations", "Pictures that have not ended, in the database, by state."),
    gauge("nproxy_generation_queue_oldest_seconds", "How long the oldest queued picture in the database has waited."),
    gauge("nproxy_processes", "Processes in the database that are heard of, by role and version."),
    gauge("nproxy_processes_silent", "Processes in the database that left without a word, by role."),
    gauge("nproxy_heartbeat_age_seconds", "Since the newest heartbeat in the database, by role."),
    gauge("nproxy_proxies", "Proxies in the database, by health."),
    gauge("nproxy_incidents_open", "Open incidents in the database, by severity."),
];

const fn counter(name: &'static str, help: &'static str) -> Metric {
    Metric { name, kind: Kind::Counter, help }
}

const fn histogram(name: &'static str, buckets: &'static [f64], help: &'static str) -> Metric {
    Metric { name, kind: Kind::Histogram(buckets), help }
}

const fn gauge(name: &'static str, help: &'static str) -> Metric {
    Metric { name, kind: Kind::Gauge, help }
}

/// With the buckets of every histogram.
pub fn with_buckets(builder: PrometheusBuilder) -> anyhow::Result<PrometheusBuilder> {
    METRICS.iter().try_fold(builder, |builder, metric| match metric.kind {
        Kind::Histogram(buckets) => Ok(builder.set_buckets_for_metric(Matcher::Full(metric.name.to_owned()), buckets)?),
        Kind::Counter | Kind::Gauge => Ok(builder),
    })
}

/// Tells the recorder in charge what they all mean; the page has a line only for those that have a value.
pub fn describe() {
    for Metric { name, kind, help } in METRICS {
        match kind {
            Kind::Counter => describe_counter!(*name, *help),
            Kind::Histogram(_) => describe_histogram!(*name, *help),
            Kind::Gauge => describe_gauge!(*name, *help),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = include_str!("../../../docs/metrics.md");

    #[test]
    fn the_document_has_a_line_for_every_metric_and_no_other() {
        let line = |metric: &Metric| {
            let kind = match metric.kind {
                Kind::Counter => "counter",
                Kind::Histogram(_) => "histogram",
                Kind::Gauge => "gauge",
            };
            format!("| `{}` | {kind} | {} |", metric.name, metric.help)
        };
        let documented: Vec<&str> = DOCUMENT.lines().filter(|line| line.starts_with("| `")).collect();
        assert_eq!(documented, METRICS.iter().map(line).collect::<Vec<_>>());
    }
}
