//! When somebody is left alone.

use chrono::Timelike as _;
use nproxy_domain::Timestamp;
use nproxy_store::notices::Listener;

/// Whether he has muted this moment, or it lies in his quiet hours.
pub(super) fn holds(listener: &Listener, at: Timestamp) -> bool {
    let is_muted = listener.muted_until.is_some_and(|until| at < until);
    let quiet = listener.quiet_from_minute.zip(listener.quiet_to_minute);
    is_muted || quiet.is_some_and(|(from, to)| is_within(from, to, i64::from(at.hour() * 60 + at.minute())))
}

/// Hours that end on the next day begin later than they end.
fn is_within(from: i64, to: i64, minute: i64) -> bool {
    if from <= to { (from..to).contains(&minute) } else { minute >= from || minute < to }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_hours_may_pass_midnight_and_end_at_their_minute() {
        let within = |from: i64, to: i64, hour: i64| is_within(from * 60, to * 60, hour * 60);
        assert_eq!(
            [21, 22, 23, 0, 6, 7, 12].map(|hour| within(22, 7, hour)),
            [false, true, true, true, true, false, false]
        );
        assert_eq!([12, 13, 14].map(|hour| within(13, 14, hour)), [false, true, false]);
        assert!(!within(9, 9, 9), "no hours at all");
    }

    #[test]
    fn a_mute_holds_until_its_end() {
        let at: Timestamp = "2027-01-15T10:00:00Z".parse().unwrap();
        let until = Some(at + chrono::Duration::hours(1));
        let listener = Listener {
            telegram_id: 1,
            language: "en".to_owned(),
            muted_until: until,
            quiet_from_minute: None,
            quiet_to_minute: None,
        };
        assert!(holds(&listener, at));
        assert!(!holds(&listener, at + chrono::Duration::hours(1)));
    }
}
