//! Times and spans. All in UTC, and said so.

use chrono::Duration;
use nproxy_domain::Timestamp;

use super::Words;

const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 60 * MINUTE_S;
const DAY_S: i64 = 24 * HOUR_S;

/// `12:05 UTC`, with the day where it is not today.
pub(crate) fn moment(at: Timestamp, now: Timestamp) -> String {
    let today = at.date_naive() == now.date_naive();
    at.format(if today { "%H:%M UTC" } else { "%F %H:%M UTC" }).to_string()
}

/// `4 min`: the largest unit, and the next one where it says something.
pub(crate) fn span(words: &Words, time: Duration) -> String {
    let [s, min, h, d] = words.common.units;
    let two = |large: i64, large_unit: &str, small: i64, small_unit: &str| {
        if small == 0 { format!("{large} {large_unit}") } else { format!("{large} {large_unit} {small} {small_unit}") }
    };
    let seconds = time.num_seconds().max(0);
    match seconds {
        ..MINUTE_S => format!("{seconds} {s}"),
        MINUTE_S..HOUR_S => two(seconds / MINUTE_S, min, seconds % MINUTE_S, s),
        HOUR_S..DAY_S => two(seconds / HOUR_S, h, seconds % HOUR_S / MINUTE_S, min),
        _ => two(seconds / DAY_S, d, seconds % DAY_S / HOUR_S, h),
    }
}

/// `2 h ago`: the largest unit alone.
pub(crate) fn ago(words: &Words, at: Timestamp, now: Timestamp) -> String {
    let seconds = (now - at).num_seconds().max(0);
    let whole = match seconds {
        ..MINUTE_S => seconds,
        MINUTE_S..HOUR_S => seconds - seconds % MINUTE_S,
        HOUR_S..DAY_S => seconds - seconds % HOUR_S,
        _ => seconds - seconds % DAY_S,
    };
    (words.common.ago)(&span(words, Duration::seconds(whole)))
}

/// `12:05 UTC (in 4 min)`.
pub(crate) fn coming(words: &Words, at: Timestamp, now: Timestamp) -> String {
    if at <= now {
        return moment(at, now);
    }
    format!("{} ({})", moment(at, now), (words.common.ahead)(&span(words, at - now)))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone as _, Utc};
    use nproxy_app::accounts::Language;

    use super::super::words;
    use super::*;

    #[test]
    fn times_are_said_in_few_units_and_say_that_they_are_utc() {
        let now = Utc.with_ymd_and_hms(2027, 1, 15, 12, 0, 0).unwrap();
        let (en, ru) = (words(Language::En), words(Language::Ru));
        assert_eq!(moment(now - Duration::days(1), now), "2027-01-14 12:00 UTC");
        assert_eq!(coming(en, now + Duration::seconds(303), now), "12:05 UTC (in 5 min 3 s)");
        assert_eq!(coming(ru, now + Duration::hours(2), now), "14:00 UTC (через 2 ч)");
        assert_eq!(ago(en, now - Duration::seconds(7500), now), "2 h ago");
        assert_eq!(ago(ru, now - Duration::days(3), now), "3 д назад");
        assert_eq!(ago(en, now + Duration::seconds(5), now), "0 s ago", "a clock a little ahead");
    }
}
