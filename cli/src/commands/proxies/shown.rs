//! Proxies on a terminal or in JSON; labels and details are other people's text.

use nproxy_app::proxies::{AssignedKey, KeyThrough, ProxyHealthView, ProxyView};
use nproxy_domain::{KeyId, ProxyId, Timestamp};
use serde::Serialize;

use crate::out::{shown, table};

pub const NO_PROXIES: &str =
    "There are no proxies. Add one with `nproxy proxies add --label NAME < address.txt`, its address in that file.";

/// What fits into 100 columns; JSON and `show` have it all.
pub const LABEL_CHARS: usize = 22;
pub const EXIT_CHARS: usize = 15;
const PLACE_CHARS: usize = 32;
const PROVIDER_CHARS: usize = 16;

#[derive(Serialize)]
pub struct Shown {
    id: ProxyId,
    pub label: String,
    pub place: String,
    health: &'static str,
    until: Option<Timestamp>,
    failures: i64,
    detail: Option<String>,
    keys: u64,
    tested_at: Option<Timestamp>,
    exit_address: Option<String>,
    latency_ms: Option<i64>,
    created_at: Timestamp,
}

impl From<ProxyView> for Shown {
    fn from(proxy: ProxyView) -> Self {
        let (until, failures) = match proxy.health {
            ProxyHealthView::Dead { until, failures } => (until, failures),
            ProxyHealthView::Ok | ProxyHealthView::Unreadable => (None, 0),
        };
        Self {
            id: proxy.id,
            label: shown(&proxy.label),
            place: shown(&proxy.place),
            health: proxy.health.name(),
            until,
            failures,
            detail: proxy.detail.as_deref().map(shown),
            keys: proxy.keys,
            tested_at: proxy.tested_at,
            exit_address: proxy.exit_address.as_deref().map(shown),
            latency_ms: proxy.latency_ms,
            created_at: proxy.created_at,
        }
    }
}

/// A key that goes out through a proxy.
#[derive(Serialize)]
pub struct Through {
    id: KeyId,
    provider: String,
    label: String,
    account: Option<String>,
    state: String,
    proxy_only: bool,
}

impl From<KeyThrough> for Through {
    fn from(key: KeyThrough) -> Self {
        Self {
            id: key.id,
            provider: shown(&key.provider),
            label: shown(&key.label),
            account: key.account.as_deref().map(shown),
            state: key.state,
            proxy_only: key.proxy_only,
        }
    }
}

/// A key that was assigned.
#[derive(Serialize)]
pub struct ShownKey {
    id: KeyId,
    provider: String,
    pub label: String,
    pub changed: bool,
}

impl From<AssignedKey> for ShownKey {
    fn from(key: AssignedKey) -> Self {
        Self { id: key.id, provider: shown(&key.provider), label: shown(&key.label), changed: key.changed }
    }
}

pub fn overview(proxies: &[Shown]) -> String {
    if proxies.is_empty() {
        return NO_PROXIES.to_owned();
    }
    let rows = proxies.iter().map(|proxy| {
        [
            fit(&proxy.label, LABEL_CHARS),
            ends(&proxy.place, PLACE_CHARS),
            proxy.health.to_owned(),
            proxy.keys.to_string(),
            fit(proxy.exit_address.as_deref().unwrap_or_default(), EXIT_CHARS),
            proxy.latency_ms.map(|ms| format!("{ms} ms")).unwrap_or_default(),
        ]
    });
    table(["LABEL", "ADDRESS", "HEALTH", "KEYS", "EXIT", "LATENCY"], &rows.collect::<Vec<_>>())
}

pub fn details(proxy: &Shown, keys: &[Through]) -> String {
    let mut lines = vec![
        format!("{} ({})", proxy.label, proxy.id),
        format!("address  {}", proxy.place),
        format!("health   {}", health(proxy)),
        format!("tested   {}", tested(proxy)),
        format!("keys     {}", proxy.keys),
    ];
    if !keys.is_empty() {
        let rows = keys.iter().map(|key| {
            let only = if key.proxy_only { "yes" } else { "" };
            [
                key.id.to_string(),
                fit(&key.provider, PROVIDER_CHARS),
                fit(&key.label, LABEL_CHARS),
                key.state.clone(),
                only.to_owned(),
            ]
        });
        lines.push(table(["KEY", "PROVIDER", "LABEL", "STATE", "ONLY"], &rows.collect::<Vec<_>>()));
    }
    lines.join("\n")
}

fn health(proxy: &Shown) -> String {
    let why = proxy.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
    match (proxy.health, proxy.until) {
        ("dead", Some(until)) => {
            format!("dead, failed {} times, not tried again before {}{why}", proxy.failures, until.format("%F %T UTC"))
        }
        ("unreadable", _) => {
            "its address can't be opened, so nothing goes through it; give it again with `nproxy proxies set`"
                .to_owned()
        }
        (other, _) => other.to_owned(),
    }
}

fn tested(proxy: &Shown) -> String {
    let Some(at) = proxy.tested_at else { return "never".to_owned() };
    let at = at.format("%F %T UTC");
    match (&proxy.exit_address, proxy.latency_ms) {
        (Some(exit), Some(ms)) => format!("{at}: came out at {exit} after {ms} ms"),
        _ => format!("{at}: failed{}", proxy.detail.as_deref().map(|why| format!(": {why}")).unwrap_or_default()),
    }
}

/// Cut to so many characters.
pub fn fit(text: &str, chars_max: usize) -> String {
    if text.chars().count() <= chars_max {
        return text.to_owned();
    }
    text.chars().take(chars_max - 1).chain(['…']).collect()
}

/// Both ends of it: an address begins with its scheme and ends with its port.
fn ends(text: &str, chars_max: usize) -> String {
    let (count, half) = (text.chars().count(), chars_max / 2);
    if count <= chars_max {
        return text.to_owned();
    }
    text.chars().take(half - 1).chain(['…']).chain(text.chars().skip(count - half)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_for_its_column_is_cut_and_says_so() {
        assert_eq!((fit("Frankfurt", 9).as_str(), fit("Frankfurt", 5).as_str()), ("Frankfurt", "Fran…"));
        assert_eq!(ends("http://a.example:1", 18), "http://a.example:1");
        assert_eq!(ends("socks5h://a-long-name.example:1080", 20), "socks5h:/…ample:1080");
    }
}
