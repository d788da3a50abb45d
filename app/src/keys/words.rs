//! Times and counts as people say them.

use chrono::Duration;
use nproxy_domain::Timestamp;

const MINUTE_S: i64 = 60;
const HOUR_S: i64 = 60 * MINUTE_S;
const DAY_S: i64 = 24 * HOUR_S;

/// `12:05:03 UTC`, with the day where it is not today.
pub fn moment(at: Timestamp, now: Timestamp) -> String {
    let today = at.date_naive() == now.date_naive();
    at.format(if today { "%T UTC" } else { "%F %T UTC" }).to_string()
}

/// `4 min 12 s`: the two largest units.
pub fn span(time: Duration) -> String {
    let s = time.num_seconds();
    let two = |large: i64, large_name: &str, small: i64, small_name: &str| {
        if small == 0 { format!("{large} {large_name}") } else { format!("{large} {large_name} {small} {small_name}") }
    };
    match s {
        ..1 => "less than a second".to_owned(),
        1..MINUTE_S => format!("{s} s"),
        MINUTE_S..HOUR_S => two(s / MINUTE_S, "min", s % MINUTE_S, "s"),
        HOUR_S..DAY_S => two(s / HOUR_S, "h", s % HOUR_S / MINUTE_S, "min"),
        DAY_S.. => two(s / DAY_S, "d", s % DAY_S / HOUR_S, "h"),
    }
}

/// `2 h ago`: the largest unit.
pub fn ago(at: Timestamp, now: Timestamp) -> String {
    let s = (now - at).num_seconds();
    match s {
        ..1 => "just now".to_owned(),
        1..MINUTE_S => format!("{s} s ago"),
        MINUTE_S..HOUR_S => format!("{} min ago", s / MINUTE_S),
        HOUR_S..DAY_S => format!("{} h ago", s / HOUR_S),
        DAY_S.. => format!("{} d ago", s / DAY_S),
    }
}

/// `12:05:03 UTC (in 4 min 12 s)`.
pub fn coming(at: Timestamp, now: Timestamp) -> String {
    format!("{} (in {})", moment(at, now), span(at - now))
}

/// `3rd`.
pub fn ordinal(n: i64) -> String {
    let ending = match (n % 10, n % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{n}{ending}")
}

/// `1 request`, `2 requests`.
pub fn counted(n: impl TryInto<i64>, what: &str) -> String {
    let n = n.try_into().unwrap_or(i64::MAX);
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The name of a state as a table shows it.
pub fn state(name: &str) -> &str {
    match name {
        "probation" => "on probation",
        "cooldown" => "rests",
        "out_of_funds" => "out of funds",
        "manual_review" => "needs an admin",
        other => other,
    }
}

/// What a key in this state does, after its name: `rests`, `is active`.
pub fn does(name: &str) -> String {
    match name {
        "cooldown" | "manual_review" => state(name).to_owned(),
        _ => format!("is {}", state(name)),
    }
}

/// So many keys in a state: `1 rests`, `2 rest`.
pub fn counted_in(n: u64, name: &str) -> String {
    match name {
        "cooldown" if n != 1 => format!("{n} rest"),
        "manual_review" if n != 1 => format!("{n} need an admin"),
        _ => format!("{n} {}", state(name)),
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone as _;
    use chrono::Utc;

    use super::*;

    #[test]
    fn times_are_said_in_their_two_largest_units() {
        let spans = [0, 1, 59, 60, 252, 3600, 7500, 86_400, 100_000].map(|s| span(Duration::seconds(s)));
        let said = ["less than a second", "1 s", "59 s", "1 min", "4 min 12 s", "1 h", "2 h 5 min", "1 d", "1 d 3 h"];
        assert_eq!(spans, said);
        let now = Utc.with_ymd_and_hms(2027, 1, 15, 12, 0, 0).unwrap();
        let agos = [0, 59, 61, 7500, 200_000].map(|s| ago(now - Duration::seconds(s), now));
        assert_eq!(agos, ["just now", "59 s ago", "1 min ago", "2 h ago", "2 d ago"]);
        assert_eq!(coming(now + Duration::seconds(303), now), "12:05:03 UTC (in 5 min 3 s)");
        assert_eq!(moment(now + Duration::days(1), now), "2027-01-16 12:00:00 UTC");
    }

    #[test]
    fn numbers_are_said_as_people_do() {
        let said = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map(ordinal);
        assert_eq!(said, ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"]);
        assert_eq!([counted(1, "request"), counted(0, "request")], ["1 request", "0 requests"]);
        assert_eq!([counted_in(1, "cooldown"), counted_in(2, "manual_review")], ["1 rests", "2 need an admin"]);
        assert_eq!(["out_of_funds", "manual_review"].map(does), ["is out of funds", "needs an admin"]);
    }
}
