//! What people will read, and links that they will follow.

use nproxy_domain::redact;
use serde_json::Value;

use super::Tried;
use crate::end::End;
use crate::promise::{Findings, Promise};

const TEXT_CHARS_MAX: usize = 4_000;
const SCRIPTS: [&str; 6] = ["javascript:", "data:", "vbscript:", "file:", "blob:", "about:"];

/// Of any outcome, whatever the reply was.
pub(super) fn run(tried: &Tried<'_>, end: &End, at: &str, what: &str, findings: &mut Findings) {
    let mut demand = |kept: bool, promise, why: &str| findings.demand(kept, promise, at, || format!("{what}: {why}"));
    if let End::Failed(error) = end {
        let shown = format!("{error} {error:?}");
        demand(!tried.suite.leaks(&shown), Promise::SecretsStayHidden, "the error repeats a secret");
        let plain = std::iter::once(&error.detail).chain(&error.said).all(|text| redact::plain(text, &[]) == *text);
        let said = error.said.as_deref().unwrap_or_default();
        demand(plain, Promise::TextsArePlain, &format!("{} / {}", quoted(&error.detail), quoted(said)));
    }
    for text in texts(&end.json()) {
        if !is_plain(&text) {
            demand(false, Promise::TextsArePlain, &format!("{} in the outcome", quoted(&text)));
        }
    }
    for checkout in end.checkouts() {
        let page = checkout.pay_url.as_ref().is_none_or(|url| matches!(url.scheme(), "https" | "http"));
        let lower = checkout.pay_uri.as_deref().unwrap_or_default().trim().to_ascii_lowercase();
        let wallet = !SCRIPTS.iter().any(|script| lower.starts_with(script));
        let page_url = checkout.pay_url.as_ref().map(url::Url::as_str).unwrap_or_default();
        demand(page && wallet, Promise::LinksAreHarmless, &format!("{}, {}", quoted(page_url), quoted(&lower)));
    }
}

/// The texts of an outcome, but for the operator's own words.
fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        Value::Object(map) => {
            map.iter().filter(|(key, _)| *key != "instructions").flat_map(|(_, v)| texts(v)).collect()
        }
        _ => Vec::new(),
    }
}

/// [`redact::plain`] would change nothing of it but its length and runs of spaces.
fn is_plain(text: &str) -> bool {
    let word = |c: char| c == ' ' || c.is_ascii_graphic() || redact::plain(&c.to_string(), &[]).chars().eq([c]);
    text.chars().count() <= TEXT_CHARS_MAX && text.chars().all(word)
}

/// The beginning of a text, for a message.
pub(super) fn quoted(text: &str) -> String {
    const CHARS_MAX: usize = 80;
    format!("{:?}", text.chars().take(CHARS_MAX).collect::<String>())
}
