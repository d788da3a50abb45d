//! When a processor is asked again about a payment that no webhook told of.

use chrono::Duration;

use super::state::PaymentState;
use crate::env::Timestamp;

/// How long a payment is looked after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WatchPolicy {
    /// After its own end money may still come: so long it is looked for.
    pub watch_after_end: Duration,
    /// A young payment is asked about this often: somebody looks at a page.
    pub young_every: Duration,
}

impl Default for WatchPolicy {
    fn default() -> Self {
        Self { watch_after_end: Duration::days(30), young_every: Duration::seconds(45) }
    }
}

/// The moments that count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub created_at: Timestamp,
    pub expires_at: Option<Timestamp>,
    /// The newest change of its state.
    pub changed_at: Timestamp,
    pub now: Timestamp,
    /// Readings in a row that failed.
    pub failures: u32,
}

const YOUNG: Duration = Duration::hours(2);
const OLDEST_EVERY: Duration = Duration::hours(1);
const DAILY_AFTER: Duration = Duration::days(7);
const DAILY: Duration = Duration::days(1);

/// `None`: not any more.
pub fn next_read(state: PaymentState, times: &Times, policy: &WatchPolicy) -> Option<Timestamp> {
    let Times { created_at, expires_at, changed_at, now, failures } = *times;
    let begun = changed_at.max(created_at);
    let every = match state {
        PaymentState::Creating | PaymentState::Pending | PaymentState::Confirming | PaymentState::Underpaid => {
            let age = now - begun;
            if age < YOUNG { policy.young_every } else { (age / 16).min(OLDEST_EVERY) }
        }
        // Money may still come, go back or be cleared up.
        PaymentState::Expired | PaymentState::Failed | PaymentState::NeedsReview => {
            let since = now - expires_at.unwrap_or(begun).max(created_at).min(now);
            if since < YOUNG {
                policy.young_every * 4
            } else if since < DAILY_AFTER {
                OLDEST_EVERY
            } else {
                DAILY
            }
        }
        PaymentState::Paid | PaymentState::Overpaid | PaymentState::PaidLate => DAILY,
        PaymentState::Refunded => return None,
    };
    let over = expires_at.unwrap_or(begun).max(begun) + policy.watch_after_end;
    let open = matches!(state, PaymentState::Creating | PaymentState::Confirming | PaymentState::NeedsReview);
    let at = now + backed_off(every, failures);
    (open || at < over).then_some(at)
}

/// A processor that is down is asked more and more seldom, never less than hourly.
fn backed_off(every: Duration, failures: u32) -> Duration {
    let doubled = every * 2_i32.pow(failures.min(8));
    if every >= OLDEST_EVERY { every } else { doubled.min(OLDEST_EVERY) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(age: Duration, failures: u32) -> Times {
        let created_at = "2027-01-15T08:00:00Z".parse::<Timestamp>().unwrap();
        let expires_at = Some(created_at + Duration::hours(1));
        Times { created_at, expires_at, changed_at: created_at, now: created_at + age, failures }
    }

    fn pause(state: PaymentState, age: Duration, failures: u32) -> Option<Duration> {
        let times = times(age, failures);
        next_read(state, &times, &WatchPolicy::default()).map(|at| at - times.now)
    }

    #[test]
    fn a_young_payment_is_asked_about_often_and_an_old_one_seldom() {
        assert_eq!(pause(PaymentState::Pending, Duration::minutes(5), 0), Some(WatchPolicy::default().young_every));
        assert_eq!(pause(PaymentState::Pending, Duration::days(3), 0), Some(OLDEST_EVERY));
        assert_eq!(pause(PaymentState::Pending, Duration::minutes(5), 2), Some(WatchPolicy::default().young_every * 4));
        assert_eq!(pause(PaymentState::Pending, Duration::minutes(5), 200), Some(OLDEST_EVERY));
    }

    #[test]
    fn an_expired_payment_is_looked_after_for_a_while_and_then_no_more() {
        assert_eq!(pause(PaymentState::Expired, Duration::hours(30), 0), Some(OLDEST_EVERY));
        assert_eq!(pause(PaymentState::Expired, Duration::days(20), 0), Some(DAILY));
        assert_eq!(pause(PaymentState::Expired, Duration::days(31), 0), None);
        assert_eq!(pause(PaymentState::Refunded, Duration::minutes(1), 0), None);
        assert!(pause(PaymentState::NeedsReview, Duration::days(100), 0).is_some(), "money waits for an admin");
    }
}
