//! Whether a proxy is worth trying.

use chrono::Duration;
use serde::Deserialize;

use crate::env::Timestamp;

/// The numbers of the proxy rules; every one is configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProxyPolicy {
    /// Connecting to the proxy, its handshake and the connection that it makes.
    pub handshake_timeout_ms: u32,
    /// A proxy that failed is left alone for this long, twice as long after each further failure, up to the second.
    pub rest_min_s: u32,
    pub rest_max_s: u32,
}

impl Default for ProxyPolicy {
    fn default() -> Self {
        Self { handshake_timeout_ms: 4000, rest_min_s: 10, rest_max_s: 300 }
    }
}

/// What the last try through a proxy said of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyHealth {
    Ok,
    /// Failed so many times in a row; left alone until then.
    Dead {
        until: Timestamp,
        failures: u32,
    },
}

/// Whether to go through it now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyUse {
    Yes,
    /// One request finds out; until it has, nobody else tries.
    Probe,
    /// It is known to be dead: go around it, or wait where that is not allowed.
    Not {
        until: Timestamp,
    },
}

impl ProxyHealth {
    pub fn now(self, now: Timestamp) -> ProxyUse {
        match self {
            Self::Ok => ProxyUse::Yes,
            Self::Dead { until, .. } if until <= now => ProxyUse::Probe,
            Self::Dead { until, .. } => ProxyUse::Not { until },
        }
    }

    /// One more failure. Whoever went through it before it was known to be dead says nothing new.
    #[must_use]
    pub fn failed(self, was_probe: bool, now: Timestamp, policy: &ProxyPolicy) -> Self {
        match self {
            Self::Dead { .. } if !was_probe => self,
            Self::Ok => Self::Dead { until: now + policy.rest(0), failures: 1 },
            Self::Dead { failures, .. } => {
                Self::Dead { until: now + policy.rest(failures), failures: failures.saturating_add(1) }
            }
        }
    }

    /// The probe holds the others off for as long as a handshake may take, and again if its holder dies.
    #[must_use]
    pub fn probed(self, now: Timestamp, policy: &ProxyPolicy) -> Self {
        match self {
            Self::Ok => Self::Ok,
            Self::Dead { failures, .. } => Self::Dead { until: now + policy.probe(), failures },
        }
    }
}

impl ProxyPolicy {
    fn rest(&self, failures: u32) -> Duration {
        let rest_s = u64::from(self.rest_min_s).saturating_mul(1 << failures.min(16)).min(self.rest_max_s.into());
        Duration::seconds(i64::try_from(rest_s).unwrap_or(i64::MAX))
    }

    /// Longer than a handshake can take.
    fn probe(&self) -> Duration {
        Duration::milliseconds(i64::from(self.handshake_timeout_ms) * 2)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono::Utc;

    use super::*;

    fn start() -> Timestamp {
        Utc.timestamp_opt(1_800_000_000, 0).single().expect("a moment")
    }

    #[test]
    fn a_dead_proxy_is_paid_for_once_and_heals_by_one_probe() {
        let policy = ProxyPolicy::default();
        let mut now = start();
        let dead = ProxyHealth::Ok.failed(false, now, &policy);
        let until = now + Duration::seconds(10);
        assert_eq!(dead.now(now), ProxyUse::Not { until });
        assert_eq!(dead.failed(false, now + Duration::seconds(3), &policy), dead, "one failure");
        now = until;
        assert_eq!(dead.now(now), ProxyUse::Probe);
        let probed = dead.probed(now, &policy);
        assert!(matches!(probed.now(now), ProxyUse::Not { .. }), "one request at a time");
        let again = probed.failed(true, now + Duration::seconds(2), &policy);
        assert_eq!(again, ProxyHealth::Dead { until: now + Duration::seconds(22), failures: 2 });
    }

    #[test]
    fn the_probe_of_a_dead_process_is_made_again() {
        let policy = ProxyPolicy::default();
        let probed = ProxyHealth::Dead { until: start(), failures: 1 }.probed(start(), &policy);
        assert_eq!(probed.now(start() + Duration::seconds(8)), ProxyUse::Probe);
    }

    #[test]
    fn rests_grow_up_to_their_limit() {
        let policy = ProxyPolicy::default();
        let rests: Vec<_> = (0..8).map(|failures| policy.rest(failures).num_seconds()).collect();
        assert_eq!(rests, [10, 20, 40, 80, 160, 300, 300, 300]);
    }
}
