//! How long the API asks us to wait. What it asks is bounded by whoever obeys.

use std::time::Duration;

use http::HeaderMap;

/// `retry-after-ms`, else `retry-after` in seconds, else until the window starts anew that has nothing left.
pub(super) fn in_headers(headers: &HeaderMap) -> Option<Duration> {
    let text = |name: &str| headers.get(name)?.to_str().ok().map(str::trim);
    if let Some(wait) = text("retry-after-ms").and_then(|t| t.parse().ok()).and_then(|ms: f64| seconds(ms / 1000.0)) {
        return Some(wait);
    }
    if let Some(wait) = text("retry-after").and_then(|t| t.parse().ok()).and_then(seconds) {
        return Some(wait);
    }
    let used_up = |what: &str| {
        text(&format!("x-ratelimit-remaining-{what}")).filter(|left| *left == "0")?;
        go_duration(text(&format!("x-ratelimit-reset-{what}"))?)
    };
    ["requests", "tokens"].into_iter().filter_map(used_up).max()
}

fn seconds(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds).ok()
}

/// As Go writes one: `12ms`, `6m0s`, `1h2m3.5s`.
fn go_duration(text: &str) -> Option<Duration> {
    let (mut rest, mut sum) = (text, 0.0);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, unit) = rest.split_at(digits);
        let end = unit.find(|c: char| c.is_ascii_digit()).unwrap_or(unit.len());
        let factor = match &unit[..end] {
            "h" => 3600.0,
            "m" => 60.0,
            "s" => 1.0,
            "ms" => 1e-3,
            "us" | "µs" => 1e-6,
            "ns" => 1e-9,
            _ => return None,
        };
        sum += number.parse::<f64>().ok()? * factor;
        rest = &unit[end..];
    }
    if text.is_empty() { None } else { seconds(sum) }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn wait(pairs: &[(&'static str, &'static str)]) -> Option<u128> {
        let headers = pairs.iter().map(|(k, v)| (k.parse().expect("a name"), HeaderValue::from_static(v))).collect();
        in_headers(&headers).map(|wait| wait.as_millis())
    }

    #[test]
    fn the_most_exact_wait_counts() {
        let reset = ("x-ratelimit-reset-requests", "6m0s");
        let none = ("x-ratelimit-remaining-requests", "0");
        assert_eq!(wait(&[("retry-after-ms", "1500"), ("retry-after", "2"), none, reset]), Some(1500));
        assert_eq!(wait(&[("retry-after", "2"), none, reset]), Some(2000));
        assert_eq!(wait(&[none, reset]), Some(360_000));
        assert_eq!(wait(&[("x-ratelimit-remaining-requests", "3"), reset]), None, "that window is open");
        assert_eq!(
            wait(&[none, reset, ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "12ms")]),
            Some(360_000)
        );
        assert_eq!(wait(&[("retry-after", "soon")]), None);
    }

    #[test]
    fn a_duration_is_read_as_go_writes_it() {
        let ms = |text: &str| go_duration(text).map(|wait| wait.as_millis());
        assert_eq!(ms("12ms"), Some(12));
        assert_eq!(ms("6m0s"), Some(360_000));
        assert_eq!(ms("1h2m3.5s"), Some(3_723_500));
        assert_eq!(ms("1500µs"), Some(1));
        for wrong in ["", "6", "m", "6x", "-1s", "1..2s", "6m0", "1e400s"] {
            assert_eq!(ms(wrong), None, "{wrong}");
        }
    }
}
