//! How long an upstream asks us to wait. What it asks is bounded by whoever obeys.

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// The daily quota starts anew at midnight in California: 08:00 UTC in winter, 07:00 in summer. The later one is safe.
const DAY_RESET_S: u64 = 8 * 3600;
const DAY_S: u64 = 24 * 3600;

/// `34.07s`, `1h2m3s`, `250ms`. `None` for anything else.
pub(super) fn span(text: &str) -> Option<Duration> {
    let mut rest = text.trim();
    let mut seconds = 0.0;
    while !rest.is_empty() {
        let unit_at = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let number: f64 = rest[..unit_at].parse().ok()?;
        let unit_end = rest[unit_at..].find(|c: char| c.is_ascii_digit()).map_or(rest.len(), |n| unit_at + n);
        seconds += number
            * match &rest[unit_at..unit_end] {
                "h" => 3600.0,
                "m" => 60.0,
                "s" => 1.0,
                "ms" => 0.001,
                _ => return None,
            };
        rest = &rest[unit_end..];
    }
    (!text.trim().is_empty()).then(|| Duration::try_from_secs_f64(seconds).ok()).flatten()
}

/// "Please retry in 37.36s."
pub(super) fn in_text(message: &str) -> Option<Duration> {
    let lower = message.to_ascii_lowercase();
    let after = ["retry in ", "retry after "].iter().find_map(|words| lower.find(words).map(|at| at + words.len()))?;
    let word = lower[after..].split_whitespace().next()?;
    span(word.trim_end_matches(|c: char| !c.is_ascii_alphanumeric()))
}

/// The header in seconds; its other form, a date, is not seen here.
pub(super) fn in_header(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}

/// Until the daily quota starts anew, by the upstream's own clock (`Date: Tue, 24 Nov 2026 22:04:05 GMT`). The hint
/// beside a daily quota says some seconds and is wrong.
pub(super) fn until_day_reset(headers: &HeaderMap) -> Option<Duration> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let mut clock = date.split_whitespace().nth(4)?.splitn(3, ':').map(|n| n.parse::<u64>().ok());
    let (hours, minutes, seconds) = (clock.next()??, clock.next()??, clock.next()??);
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let now_s = hours * 3600 + minutes * 60 + seconds;
    let left_s = (DAY_RESET_S + DAY_S - now_s % DAY_S) % DAY_S;
    Some(Duration::from_secs(if left_s == 0 { DAY_S } else { left_s }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_every_notation() {
        assert_eq!(span("34.5s"), Some(Duration::from_millis(34_500)));
        assert_eq!(span("1h2m3s"), Some(Duration::from_secs(3723)));
        assert_eq!(span("250ms"), Some(Duration::from_millis(250)));
        for wrong in ["", "s", "5", "5 s", "-5s", "5d", "1.2.3s", "99999999999999999999999999s", "я"] {
            assert_eq!(span(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_hint_in_the_middle_of_a_text() {
        assert_eq!(in_text("limit: 10\nPlease retry in 37.36s."), Some(Duration::from_millis(37_360)));
        assert_eq!(in_text("please retry in a while"), None);
        assert_eq!(in_text("retry in "), None);
    }

    #[test]
    fn a_day_ends_at_eight_by_the_upstreams_clock() {
        let left = |date: &'static str| {
            let headers = HeaderMap::from_iter([(DATE, http::HeaderValue::from_static(date))]);
            until_day_reset(&headers).map(|d| d.as_secs())
        };
        assert_eq!(left("Tue, 24 Nov 2026 22:00:00 GMT"), Some(10 * 3600));
        assert_eq!(left("Tue, 24 Nov 2026 07:59:59 GMT"), Some(1));
        assert_eq!(left("Tue, 24 Nov 2026 08:00:00 GMT"), Some(DAY_S));
        assert_eq!(left("yesterday"), None);
        assert_eq!(left("Tue, 24 Nov 2026 99:00:00 GMT"), None);
    }
}
