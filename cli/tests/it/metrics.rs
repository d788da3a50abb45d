//! The internal door: metrics and detailed health, where monitoring reaches them and nobody else.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::{Nproxy, Running, Site, ids};

/// Where every metric has its line.
const NAMES: &str = include_str!("../../src/metrics/names.rs");
/// Those that the gateway and the deeds emit, and the database's.
const PREFIX: &str = "nproxy_";

/// `GET` without a sign-in: status, content type, body.
async fn get(url: &str) -> (u16, String, String) {
    let reply = Site::browser().get(url).send().await.unwrap();
    let kind = reply.headers().get("content-type").map(|kind| kind.to_str().unwrap().to_owned());
    (reply.status().as_u16(), kind.unwrap_or_default(), reply.text().await.unwrap())
}

async fn scrape(url: &str) -> Page {
    let (status, kind, text) = get(url).await;
    assert_eq!((status, kind.as_str()), (200, "text/plain; version=0.0.4; charset=utf-8"));
    Page::parse(&text)
}

/// An exposition page, checked line by line as it is read.
struct Page {
    /// Name, labels as written, and the number as written.
    samples: Vec<(String, String, String)>,
    /// Names with a `# TYPE` line.
    families: BTreeSet<String>,
    helped: BTreeSet<String>,
}

impl Page {
    fn parse(text: &str) -> Self {
        let mut page = Self { samples: Vec::new(), families: BTreeSet::new(), helped: BTreeSet::new() };
        for line in text.lines().filter(|line| !line.is_empty()) {
            if let Some(rest) = line.strip_prefix("# HELP ") {
                let (name, help) = rest.split_once(' ').expect("a help text");
                assert!(!help.is_empty() && page.helped.insert(name.to_owned()), "{line}");
            } else if let Some(rest) = line.strip_prefix("# TYPE ") {
                let (name, kind) = rest.split_once(' ').expect("a type");
                assert!(["counter", "gauge", "histogram"].contains(&kind), "{line}");
                assert!(page.families.insert(name.to_owned()), "{name} stands in one place");
            } else {
                page.samples.push(Self::sample(line));
            }
        }
        for (name, ..) in &page.samples {
            assert!(page.families.contains(&page.family(name)), "{name} has no type");
        }
        page
    }

    fn sample(line: &str) -> (String, String, String) {
        let (series, value) = line.rsplit_once(' ').unwrap_or_else(|| panic!("{line}"));
        assert!(value.parse::<f64>().is_ok(), "{line}");
        let (name, labels) = series.split_once('{').unwrap_or((series, "}"));
        let labels = labels.strip_suffix('}').unwrap_or_else(|| panic!("{line}"));
        let is_name = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        assert!(is_name(name), "{line}");
        for label in labels.split(',').filter(|label| !label.is_empty()) {
            let (label, value) = label.split_once("=\"").unwrap_or_else(|| panic!("{line}"));
            assert!(is_name(label) && value.ends_with('"') && value.matches('"').count() == 1, "{line}");
        }
        (name.to_owned(), labels.to_owned(), value.to_owned())
    }

    /// A histogram's series stand under its own name.
    fn family(&self, name: &str) -> String {
        let of_histogram = ["_bucket", "_sum", "_count"].iter().find_map(|end| name.strip_suffix(end));
        of_histogram.filter(|family| self.families.contains(*family)).unwrap_or(name).to_owned()
    }

    fn value(&self, name: &str, labels: &[&str]) -> &str {
        let fits = |sample: &&(String, String, String)| sample.0 == name && labels.iter().all(|l| sample.1.contains(l));
        let found: Vec<&str> = self.samples.iter().filter(fits).map(|sample| sample.2.as_str()).collect();
        assert_eq!(found.len(), 1, "{name} {labels:?}: {:?}", self.samples);
        found[0]
    }
}

/// What the table says there is.
fn documented() -> BTreeSet<String> {
    let quoted = NAMES.split('"').skip(1).step_by(2);
    quoted.filter(|text| text.starts_with(PREFIX)).map(str::to_owned).collect()
}

async fn one_picture(dev: &Running) -> Site {
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    site.control(&dev.said, "/defaults", &json!({})).await;
    let turn = json!({
        "mode": "text_to_image", "prompt": "a quiet harbour", "resolution": "square", "batch_size": 1,
    });
    let answer = site.submit("one", &turn).await;
    let ended = site.wait(&ids(&answer)).await;
    assert_eq!(ended[0]["state"], "succeeded", "{ended:?}");
    site
}

/// A payment, and a webhook that nobody signed.
async fn one_month(dev: &Running, site: &Site) {
    let placed = site.buy("one", "btcpay", Some("BTC-CHAIN")).await;
    for act in ["pay_in_full", "confirm"] {
        site.at_the_till(&dev.said, &placed, act).await;
    }
    site.payment_in(&placed, &["paid"]).await;
    let (status, _) = site.post("/webhooks/btcpay", &json!({})).await;
    assert_eq!(status, 401);
}

/// The same address with another path.
fn beside(dev: &Running, path: &str) -> String {
    dev.said["metrics_url"].as_str().unwrap().replace("/metrics", path)
}

#[tokio::test]
async fn after_a_picture_and_a_month_everything_documented_is_measured_and_nothing_else() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let site = one_picture(&dev).await;
    one_month(&dev, &site).await;
    let page = scrape(dev.said["metrics_url"].as_str().unwrap()).await;
    let there: BTreeSet<String> = page.samples.iter().map(|(name, ..)| page.family(name)).collect();
    assert_eq!(there, documented());
    assert_eq!(page.helped, there, "each says what it is");

    let provider = "provider=\"nano_banana\"";
    assert_eq!(page.value("nproxy_attempts_total", &[provider, "class=\"ok\""]), "1");
    assert_eq!(page.value("nproxy_ambiguous_losses_total", &[provider]), "0");
    assert_eq!(page.value("nproxy_generations_ended_total", &["state=\"succeeded\""]), "1");
    assert_eq!(page.value("nproxy_generation_failovers_bucket", &["le=\"0\""]), "1");
    let seconds = |name, labels| -> f64 { page.value(name, labels).parse().unwrap() };
    let took = seconds("nproxy_generation_seconds_sum", &["state=\"succeeded\""]);
    let own = seconds("nproxy_generation_overhead_seconds_sum", &[]);
    assert!(own > 0.0 && own <= took, "{own} of {took}");
    assert_eq!(page.value("nproxy_keys", &[provider, "state=\"active\""]), "6");
    assert_eq!(page.value("nproxy_keys", &[provider, "state=\"disabled\""]), "0");
    assert_eq!(page.value("nproxy_payments_activated_total", &["processor=\"btcpay\""]), "1");
    assert_eq!(page.value("nproxy_webhooks_refused_total", &["processor=\"btcpay\""]), "1");
    assert_eq!(page.value("nproxy_processes", &["role=\"dev\""]), "1");
    assert_eq!(page.value("nproxy_database_up", &[]), "1");
}

#[tokio::test]
async fn labels_hold_no_secret_no_prompt_and_nobody() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    one_picture(&dev).await;
    let known = [
        "provider",
        "class",
        "phase",
        "code",
        "fault",
        "state",
        "role",
        "version",
        "severity",
        "health",
        "processor",
        "reason",
        "outcome",
        "component",
        "kind",
        "le",
    ];
    let page = scrape(dev.said["metrics_url"].as_str().unwrap()).await;
    for (name, labels, _) in &page.samples {
        for label in labels.split(',').filter_map(|label| label.split_once('=')) {
            assert!(known.contains(&label.0), "{name}{{{labels}}}");
        }
    }
    let (_, _, health) = get(&beside(&dev, "/health")).await;
    let everything = format!("{:?}{health}", page.samples);
    let secrets = dev.said["sandbox"]["gemini"]["keys"].as_array().unwrap().iter().map(|key| key.as_str().unwrap());
    for word in secrets.chain(["harbour", "@example.com"]) {
        assert!(!everything.contains(word), "{word} in {everything}");
    }
}

#[tokio::test]
async fn health_tells_an_operator_how_everything_is() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    one_picture(&dev).await;
    let (status, kind, body) = get(&beside(&dev, "/health")).await;
    assert_eq!(status, 200, "{body}");
    assert!(kind.starts_with("application/json"), "{kind}");
    let health: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(health["status"], "ok", "{health}");
    assert_eq!(health["database"], json!({ "reachable": true, "schema_current": true }));
    assert_eq!((&health["generations"]["queued"], &health["generations"]["running"]), (&json!(0), &json!(0)));
    assert_eq!(health["pool"][0]["provider"], "nano_banana");
    assert_eq!(health["pool"][0]["keys"]["active"], 6);
    assert_eq!(health["incidents"], json!([]));
    let process = &health["processes"][0];
    assert_eq!((&process["role"], &process["silent"]), (&json!("dev"), &json!(false)));
    assert_eq!(process["version"], env!("CARGO_PKG_VERSION"));

    assert_eq!(get(&beside(&dev, "/healthz")).await.0, 200);
    assert_eq!(get(&beside(&dev, "/api/v1/me")).await.0, 404, "the internal door serves no customers");
}

#[tokio::test]
async fn the_public_door_serves_none_of_it() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    for path in ["/metrics", "/health", "/METRICS", "/%6detrics", "/metrics/", "/health/x"] {
        let (status, _, body) = get(&format!("{}{path}", dev.url())).await;
        assert_eq!(status, 404, "{path}: {body}");
        assert!(!body.contains(PREFIX), "{path}: {body}");
    }
}

#[tokio::test]
async fn an_address_in_use_says_what_to_do() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let nproxy = Nproxy::new().with("NPROXY__INTERNAL__LISTEN", taken.local_addr().unwrap().to_string());
    let refused = nproxy.run(&["dev", "--listen", "127.0.0.1:0"]).await;
    assert_eq!(refused.code, Some(1), "{refused:?}");
    assert!(refused.stderr.contains("NPROXY__INTERNAL__LISTEN"), "{refused:?}");
    let refused = nproxy.with("NPROXY__INTERNAL__LISTEN", "0.0.0.0:0").run(&["dev", "--listen", "127.0.0.1:0"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("loopback"), "{refused:?}");
}

/// Rules that nobody tries out until they are needed.
#[test]
fn alerts_name_metrics_kinds_and_states_that_there_are() {
    const RULES: &str = include_str!("../../../deploy/alerts.yml");
    const SEVERITIES: [&str; 2] = ["labels: { severity: critical }", "labels: { severity: warning }"];
    let known = documented();
    let is_of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let words = RULES.split(|c| !is_of_a_name(c)).filter(|word| word.starts_with(PREFIX));
    let names: BTreeSet<&str> = words
        .map(|word| ["_bucket", "_sum", "_count"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word))
        .collect();
    assert!(names.len() > 8, "{names:?}");
    for name in names {
        assert!(known.contains(name), "{name} is no metric");
    }
    for rule in RULES.split("- alert: ").skip(1) {
        let name = rule.lines().next().unwrap_or_default();
        assert!(name.starts_with("Nproxy"), "{name}");
        let has = |what: &str| rule.lines().any(|line| line.trim_start().starts_with(what));
        assert!(has("expr: ") && has("summary: "), "{name} says what it is about");
        assert!(SEVERITIES.iter().any(|severity| has(severity)), "{name} has a severity");
        assert_eq!(rule.matches('(').count(), rule.matches(')').count(), "{name}");
    }
    for kind in RULES.split("kind=\"").skip(1).map(|rest| rest.split('"').next().unwrap_or_default()) {
        assert_eq!(kind, nproxy_app::health::Kind::Backup.as_str());
    }
}
