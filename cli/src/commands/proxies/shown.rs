//! Proxies on a terminal or in JSON; labels and details are other people's text.

use nproxy_app::keys::words;
use nproxy_app::proxies::{AssignedKey, KeyThrough, ProxyHealthView, ProxyView};
use nproxy_domain::{KeyId, ProxyId, Timestamp};
use serde::Serialize;

use crate::out::shown;
use crate::table::{Cell, facts, number, spare, table, text};

pub const NO_PROXIES: &str =
    "There are no proxies. Add one with `nproxy proxies add --label NAME < address.txt`, its address in that file.";

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
    pub exit_address: Option<String>,
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
            Cell::from(&proxy.label),
            Cell::from(&proxy.place),
            Cell::state(standing(proxy), standing(proxy)),
            proxy.keys.to_string().into(),
            proxy.exit_address.as_deref().unwrap_or_default().into(),
            proxy.latency_ms.map(|ms| format!("{ms} ms")).unwrap_or_default().into(),
        ]
    });
    let head = [text("LABEL"), text("ADDRESS"), text("HEALTH"), number("KEYS"), spare("EXIT"), spare("LATENCY")];
    table(head, rows.collect())
}

/// What is known of it, in a word or two.
fn standing(proxy: &Shown) -> &'static str {
    match proxy.health {
        "ok" if proxy.tested_at.is_none() => "untested",
        "ok" if proxy.exit_address.is_none() => "test failed",
        health => health,
    }
}

/// Why a key that is sent out through it may not come through; `None`: nothing speaks against it.
pub fn doubt(proxy: &Shown) -> Option<String> {
    let said = match standing(proxy) {
        "ok" | "untested" => return None,
        "test failed" => "its last test failed",
        "dead" => "it is dead",
        _ => "its address can't be opened",
    };
    let why = proxy.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
    Some(format!("{said}{why}"))
}

pub fn details(proxy: &Shown, keys: &[Through], now: Timestamp) -> String {
    let mut lines = vec![facts([
        ("label", Cell::from(&proxy.label)),
        ("id", proxy.id.to_string().into()),
        ("address", Cell::from(&proxy.place)),
        ("health", Cell::state(standing(proxy), health(proxy, now))),
        ("tested", tested(proxy).into()),
        ("keys", proxy.keys.to_string().into()),
    ])];
    if !keys.is_empty() {
        lines.push(String::new());
        let rows = keys.iter().map(|key| {
            let only = if key.proxy_only { "yes" } else { "" };
            let state = Cell::state(&key.state, words::state(&key.state));
            [Cell::from(&key.label), Cell::from(&key.provider), state, only.into()]
        });
        lines.push(table([text("KEY"), text("PROVIDER"), text("STATE"), text("ONLY")], rows.collect()));
    }
    lines.join("\n")
}

fn health(proxy: &Shown, now: Timestamp) -> String {
    let why = proxy.detail.as_deref().map(|detail| format!(": {detail}")).unwrap_or_default();
    match (proxy.health, proxy.until) {
        ("dead", until) => {
            let again = match until.filter(|until| *until > now) {
                Some(until) => format!("not tried again before {}", words::coming(until, now)),
                None => "the next request tries it".to_owned(),
            };
            format!("dead, failed {}, {again}{why}", words::counted(proxy.failures, "time"))
        }
        ("unreadable", _) => {
            "its address can't be opened, so nothing goes through it; give it again with `nproxy proxies set`"
                .to_owned()
        }
        _ => standing(proxy).to_owned(),
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

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone as _};

    use super::*;

    #[test]
    fn what_is_known_of_a_proxy_is_told_as_it_is_now() {
        let now = chrono::Utc.with_ymd_and_hms(2027, 1, 15, 12, 0, 0).unwrap();
        let fresh = || Shown {
            id: "00000000-0000-0000-0000-000000000007".parse().unwrap(),
            label: "exit".to_owned(),
            place: "http://10.0.0.1:3128".to_owned(),
            health: "ok",
            until: None,
            failures: 0,
            detail: None,
            keys: 0,
            tested_at: None,
            exit_address: None,
            latency_ms: None,
            created_at: now,
        };
        assert_eq!((standing(&fresh()), doubt(&fresh())), ("untested", None));
        let failed = Shown { tested_at: Some(now), detail: Some("connection refused".to_owned()), ..fresh() };
        assert_eq!(standing(&failed), "test failed");
        assert_eq!(doubt(&failed).as_deref(), Some("its last test failed: connection refused"));
        let works = Shown { tested_at: Some(now), exit_address: Some("192.0.2.7".to_owned()), ..fresh() };
        assert_eq!((standing(&works), doubt(&works)), ("ok", None));
        let dead = |until| Shown { health: "dead", until: Some(until), failures: 1, ..fresh() };
        let later = health(&dead(now + TimeDelta::minutes(2)), now);
        assert_eq!(later, "dead, failed 1 time, not tried again before 12:02:00 UTC (in 2 min)");
        assert_eq!(health(&dead(now), now), "dead, failed 1 time, the next request tries it");
        assert!(doubt(&dead(now)).is_some());
    }
}
