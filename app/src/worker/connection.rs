//! Whether this process may take over what others left behind.

use std::time::Duration;

use nproxy_domain::Timestamp;

/// After an outage of the database all leases have lapsed, those of living workers too. Whoever comes first must not
/// take their generations: it waits for one lease, in which they prolong what they hold. A process that has just
/// started can't know of an outage before it, and a database that hangs is as good as lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    Lost,
    Since(Timestamp),
}

impl Connection {
    /// The database answered what it was asked at `asked`. `true`: it had been lost.
    pub fn answered(&mut self, asked: Timestamp, now: Timestamp, took_max: Duration) -> bool {
        let back = *self == Self::Lost;
        if back || (now - asked).to_std().is_ok_and(|took| took > took_max) {
            *self = Self::Since(now);
        }
        back
    }

    /// The database did not answer. `true`: it did before.
    pub fn failed(&mut self) -> bool {
        let lost = *self != Self::Lost;
        *self = Self::Lost;
        lost
    }

    pub fn may_take_over(self, now: Timestamp, lease: Duration) -> bool {
        match self {
            Self::Lost => false,
            Self::Since(since) => (now - since).to_std().is_ok_and(|steady_for| steady_for >= lease),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEASE: Duration = Duration::from_mins(1);
    const TOOK_MAX: Duration = Duration::from_secs(15);

    fn after(seconds: i64) -> Timestamp {
        chrono::DateTime::from_timestamp(1_800_000_000 + seconds, 0).unwrap()
    }

    #[test]
    fn who_lost_the_database_takes_nothing_over_for_one_lease() {
        let mut connection = Connection::Since(after(0));
        assert!(connection.may_take_over(after(60), LEASE));
        assert!(connection.failed());
        assert!(!connection.failed(), "told once");
        assert!(!connection.may_take_over(after(600), LEASE));
        assert!(connection.answered(after(600), after(600), TOOK_MAX));
        assert!(!connection.answered(after(601), after(601), TOOK_MAX), "told once");
        assert!(!connection.may_take_over(after(659), LEASE));
        assert!(connection.may_take_over(after(660), LEASE));
    }

    #[test]
    fn a_database_that_hung_was_lost_as_well() {
        let mut connection = Connection::Since(after(0));
        assert!(!connection.answered(after(60), after(75), TOOK_MAX));
        assert!(connection.may_take_over(after(75), LEASE));
        assert!(!connection.answered(after(80), after(180), TOOK_MAX), "it never failed");
        assert!(!connection.may_take_over(after(239), LEASE));
        assert!(connection.may_take_over(after(240), LEASE));
    }
}
