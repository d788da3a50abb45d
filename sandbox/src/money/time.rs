//! Times as the played processors write them; all are milliseconds since 1970, by the played clock.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime};

/// By the machine's clock.
pub(super) fn real_now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}

/// `2020-12-22T15:00:22.742Z`
pub(super) fn iso(at_ms: u64) -> String {
    i64::try_from(at_ms)
        .ok()
        .and_then(DateTime::from_timestamp_millis)
        .map(|at| at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string())
        .unwrap_or_default()
}

/// A time with its zone, or the beginning of a day.
pub(super) fn from_iso(text: &str) -> Option<u64> {
    let day = || text.parse::<NaiveDate>().ok()?.and_hms_opt(0, 0, 0).map(|at| at.and_utc().timestamp_millis());
    let at_ms = DateTime::parse_from_rfc3339(text).ok().map(|at| at.timestamp_millis()).or_else(day)?;
    u64::try_from(at_ms).ok()
}

/// How far Heleket's clock is ahead of UTC.
const HELEKET_AHEAD: Duration = Duration::hours(3);

/// `2023-07-11T20:23:52+03:00`
pub(super) fn heleket(at_ms: u64) -> String {
    let at = i64::try_from(at_ms).ok().and_then(DateTime::from_timestamp_millis).unwrap_or_default();
    (at + HELEKET_AHEAD).format("%Y-%m-%dT%H:%M:%S+03:00").to_string()
}

/// `2023-07-11 20:23:52`, by the same clock.
pub(super) fn from_heleket(text: &str) -> Option<u64> {
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").ok()? - HELEKET_AHEAD;
    u64::try_from(at.and_utc().timestamp_millis()).ok()
}

/// Whole seconds.
pub(super) fn seconds(at_ms: u64) -> u64 {
    at_ms / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_read_as_it_was_written() {
        assert_eq!(iso(1_608_649_222_742), "2020-12-22T15:00:22.742Z");
        assert_eq!(from_iso("2020-12-22T15:00:22.742Z"), Some(1_608_649_222_742));
        assert_eq!(from_iso("2020-12-22"), Some(1_608_595_200_000));
        assert_eq!(from_iso("yesterday"), None);
        assert_eq!(heleket(1_608_649_222_742), "2020-12-22T18:00:22+03:00");
        assert_eq!(from_heleket("2020-12-22 18:00:22"), Some(1_608_649_222_000));
    }
}
