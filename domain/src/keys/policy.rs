//! The numbers of the key rules; every one is configuration.

use std::time::Duration;

use serde::Deserialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct KeyPolicy {
    /// After a strike.
    pub cooldown_s: u32,
    /// More strikes in a row than this: an admin has to look at the key.
    pub strikes_max: u32,
    /// Bounds on the time that an upstream may ask us to wait.
    pub asked_wait_min_s: u32,
    pub asked_wait_max_s: u32,
    /// Where the upstream says nothing of how long.
    pub rate_limited_s: u32,
    pub quota_day_s: u32,
    /// When a key is tried again that rests for a shared cause, or for its own strike where no other key is left:
    /// twice as long after every further failure, up to the second.
    pub retry_min_s: u32,
    pub retry_max_s: u32,
    /// Whether keys that fail together are believed to have a cause that is none of theirs.
    pub shared_cause: bool,
    /// Together: at least so many, and so much of a provider's, within so long.
    pub shared_keys_min: u32,
    pub shared_percent_min: u32,
    pub shared_window_s: u32,
}

impl Default for KeyPolicy {
    fn default() -> Self {
        Self {
            cooldown_s: 300,
            strikes_max: 10,
            asked_wait_min_s: 1,
            asked_wait_max_s: 24 * 3600,
            rate_limited_s: 60,
            quota_day_s: 3600,
            retry_min_s: 5,
            retry_max_s: 30,
            shared_cause: true,
            shared_keys_min: 3,
            shared_percent_min: 50,
            shared_window_s: 60,
        }
    }
}

impl KeyPolicy {
    pub(super) fn cooldown(&self) -> Duration {
        Duration::from_secs(self.cooldown_s.into())
    }

    /// The wait an upstream asked for, within our bounds; `otherwise` where it asked for none.
    pub(super) fn asked(&self, wait: Option<Duration>, otherwise_s: u32) -> Duration {
        wait.map_or(Duration::from_secs(otherwise_s.into()), |w| {
            w.clamp(
                Duration::from_secs(self.asked_wait_min_s.into()),
                Duration::from_secs(self.asked_wait_max_s.into()),
            )
        })
    }

    /// Until the next quick try, after so many.
    pub(super) fn retry(&self, rounds: u32) -> Duration {
        let wait_s = u64::from(self.retry_min_s).saturating_mul(1 << rounds.min(16));
        Duration::from_secs(wait_s.min(self.retry_max_s.into()))
    }

    /// How far back failures are taken together.
    pub fn shared_window(&self) -> chrono::Duration {
        chrono::Duration::seconds(self.shared_window_s.into())
    }
}
