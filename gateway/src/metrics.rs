//! What the gateway counts, under names that dashboards may rely on.

use std::time::Duration;

use metrics::{counter, histogram};
use nproxy_domain::ProviderId;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::provider::MicroUsd;

/// Attempts that ended, by `provider`, `class` ([`Class::as_str`]) and `phase` ([`Phase`]).
pub const ATTEMPTS: &str = "nproxy_attempts_total";
/// Time on the wire of one attempt, by `provider`.
pub const UPSTREAM: &str = "nproxy_upstream_seconds";
/// Time of one run of the gateway beyond its time on the wire.
pub const OVERHEAD: &str = "nproxy_overhead_seconds";
/// Attempts after which another key had to be tried, by `provider`.
pub const FAILOVERS: &str = "nproxy_failovers_total";
/// Attempts before the one that decided a generation.
pub const GENERATION_FAILOVERS: &str = "nproxy_generation_failovers";
/// Attempts that may have been charged and brought nothing, by `provider`.
pub const AMBIGUOUS_LOSSES: &str = "nproxy_ambiguous_losses_total";
/// Estimated cost of the attempts that were charged or may have been, by `provider`.
pub const ESTIMATED_SPEND: &str = "nproxy_estimated_spend_micro_usd_total";
/// Times a proxy failed before anything was handed over, or was refused where it comes out.
pub const PROXY_FAILURES: &str = "nproxy_proxy_failures_total";

/// Where an attempt stood when it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing that costs money had reached the upstream.
    BeforeHandover,
    AfterHandover,
    /// The upstream worked on it and was asked how far it is.
    Polling,
    /// The picture was made and had to be fetched.
    Download,
}

impl Phase {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::BeforeHandover => "before_handover",
            Self::AfterHandover => "after_handover",
            Self::Polling => "polling",
            Self::Download => "download",
        }
    }
}

/// What is counted of one attempt.
pub(crate) struct Ended<'a> {
    pub provider: &'a ProviderId,
    pub class: Class,
    pub spent: Spent,
    pub phase: Phase,
    pub upstream: Duration,
    pub cost_estimate: Option<MicroUsd>,
}

impl Ended<'_> {
    pub fn count(&self) {
        let provider = || self.provider.to_string();
        let (class, phase) = (self.class.as_str(), self.phase.as_str());
        counter!(ATTEMPTS, "provider" => provider(), "class" => class, "phase" => phase).increment(1);
        histogram!(UPSTREAM, "provider" => provider()).record(self.upstream.as_secs_f64());
        if self.spent == Spent::Unknown {
            counter!(AMBIGUOUS_LOSSES, "provider" => provider()).increment(1);
        }
        if let (Spent::Yes | Spent::Unknown, Some(cost)) = (self.spent, self.cost_estimate) {
            counter!(ESTIMATED_SPEND, "provider" => provider()).increment(u64::try_from(cost.0).unwrap_or(0));
        }
    }
}

pub(crate) fn failed_over(provider: &ProviderId) {
    counter!(FAILOVERS, "provider" => provider.to_string()).increment(1);
}

/// A generation was decided by its `n`th attempt.
pub(crate) fn decided(n: u32) {
    histogram!(GENERATION_FAILOVERS).record(f64::from(n.saturating_sub(1)));
}

pub(crate) fn ran(whole: Duration, upstream: Duration) {
    histogram!(OVERHEAD).record(whole.saturating_sub(upstream).as_secs_f64());
}

pub(crate) fn proxy_failed() {
    counter!(PROXY_FAILURES).increment(1);
}
