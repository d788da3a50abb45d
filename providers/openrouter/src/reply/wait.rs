//! How long the API asks us to wait. What it asks is bounded by whoever obeys.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use serde_json::Value;

const RATE_LIMIT_RESET: &str = "x-ratelimit-reset";
/// A moment in seconds is below this until the year 5138, one in milliseconds has been above it since 1973.
const SECONDS_MAX: i64 = 100_000_000_000;

/// `availability.retry_after`, in seconds.
pub(super) fn seconds(value: &Value) -> Option<Duration> {
    Duration::try_from_secs_f64(value.as_f64()?).ok()
}

/// `Retry-After` in seconds, else until `X-RateLimit-Reset` by the API's own clock.
pub(super) fn in_headers(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(seconds) = text(RETRY_AFTER.as_str()).and_then(|t| t.parse().ok()) {
        return Some(Duration::from_secs(seconds));
    }
    // The unit is not documented.
    let reset: i64 = text(RATE_LIMIT_RESET)?.parse().ok()?;
    let at =
        if reset < SECONDS_MAX { DateTime::from_timestamp(reset, 0) } else { DateTime::from_timestamp_millis(reset) };
    until(at?, headers)
}

/// Until a budget starts anew, by the API's own clock. `resets_at` is a moment as RFC 3339 writes it.
pub(super) fn until_reset(resets_at: &str, headers: &HeaderMap) -> Option<Duration> {
    until(DateTime::parse_from_rfc3339(resets_at).ok()?.with_timezone(&Utc), headers)
}

fn until(at: DateTime<Utc>, headers: &HeaderMap) -> Option<Duration> {
    let now = DateTime::parse_from_rfc2822(headers.get(DATE)?.to_str().ok()?).ok()?;
    at.signed_duration_since(now).max(TimeDelta::zero()).to_std().ok()
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use serde_json::json;

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(k, v)| (k.parse().expect("a name"), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn a_wait_in_seconds_comes_before_a_moment() {
        let date = ("date", "Tue, 24 Nov 2026 22:00:00 GMT");
        let millis = ("x-ratelimit-reset", "1795557630000");
        assert_eq!(in_headers(&headers(&[date, millis, ("retry-after", "7")])), Some(Duration::from_secs(7)));
        assert_eq!(in_headers(&headers(&[date, millis])), Some(Duration::from_secs(30)));
        assert_eq!(in_headers(&headers(&[date, ("x-ratelimit-reset", "1795557630")])), Some(Duration::from_secs(30)));
        assert_eq!(in_headers(&headers(&[millis])), None, "nobody knows the time");
        assert_eq!(in_headers(&headers(&[date, ("x-ratelimit-reset", "soon")])), None);
        assert_eq!(in_headers(&headers(&[date, ("x-ratelimit-reset", "1")])), Some(Duration::ZERO));
    }

    #[test]
    fn a_budget_starts_anew_at_its_moment() {
        let date = headers(&[("date", "Tue, 24 Nov 2026 22:00:00 GMT")]);
        assert_eq!(until_reset("2026-11-25T00:00:00Z", &date), Some(Duration::from_hours(2)));
        assert_eq!(until_reset("2026-11-24T21:00:00Z", &date), Some(Duration::ZERO));
        assert_eq!(until_reset("tomorrow", &date), None);
    }

    #[test]
    fn seconds_in_a_body_may_be_any_number() {
        assert_eq!(seconds(&json!(2.5)), Some(Duration::from_millis(2500)));
        for wrong in [json!(-1), json!(1e300), json!("5"), json!(null)] {
            assert_eq!(seconds(&wrong), None, "{wrong}");
        }
    }
}
