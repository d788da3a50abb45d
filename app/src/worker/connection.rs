//! Whether this process may take over what others left behind.

use std::time::Duration;

use nproxy_domain::Timestamp;

/// After an outage of the database all leases have lapsed, those of living workers too. Whoever comes back first must
/// not take their generations: it waits for one lease, in which they prolong what they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// It was never lost.
    Steady,
    Lost,
    BackSince(Timestamp),
}

impl Connection {
    /// The database answered. `true`: it had been lost.
    pub fn answered(&mut self, now: Timestamp) -> bool {
        let back = *self == Self::Lost;
        if back {
            *self = Self::BackSince(now);
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
            Self::Steady => true,
            Self::Lost => false,
            Self::BackSince(since) => (now - since).to_std().is_ok_and(|back_for| back_for >= lease),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_lost_the_database_takes_nothing_over_for_one_lease() {
        let lease = Duration::from_mins(1);
        let start = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
        let after = |seconds| start + chrono::Duration::seconds(seconds);
        let mut connection = Connection::Steady;
        assert!(connection.may_take_over(start, lease));
        assert!(connection.failed());
        assert!(!connection.failed(), "told once");
        assert!(!connection.may_take_over(after(600), lease));
        assert!(connection.answered(after(600)));
        assert!(!connection.answered(after(601)), "told once");
        assert!(!connection.may_take_over(after(659), lease));
        assert!(connection.may_take_over(after(660), lease));
    }
}
