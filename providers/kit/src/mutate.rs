//! Spoils a reply in every way that has been seen, and some that have not.

use bytes::Bytes;
use http::StatusCode;
use nproxy_domain::provider::Reply;
use serde_json::{Value, json};

use crate::{BILLING_SECRET, SECRET};

/// What was done to a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Status,
    Cut,
    Html,
    Array,
    /// One value in capitals became one that nobody knows.
    UnknownValue,
    /// Nulls, wrong types, missing members, long texts, planted secrets, noise.
    Other,
}

const STATUSES: [u16; 19] =
    [200, 202, 204, 301, 400, 401, 402, 403, 404, 408, 413, 422, 429, 499, 500, 502, 503, 504, 599];
const CUTS: usize = 48;
const NOISE_PER_REPLY: u64 = 64;
/// Says how much noise there is instead: `make fuzz`.
const NOISE_VAR: &str = "NPROXY_FUZZ_NOISE";
const LONG_TEXT_CHARS: usize = 4_000;
const HUGE_BODY_BYTES: usize = 2 * 1024 * 1024;
const HTML: &str = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>\u{202E}Error</body></html>";

/// Calls `case` with every spoiled version of a reply; `huge` adds bodies of megabytes, which take their time.
pub(crate) fn each(reply: &Reply, huge: bool, case: &mut dyn FnMut(Kind, String, Reply)) {
    let with = |body: Vec<u8>| Reply { body: Bytes::from(body), ..reply.clone() };
    for status in STATUSES {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        if status != reply.status {
            case(Kind::Status, format!("status {}", status.as_u16()), Reply { status, ..reply.clone() });
        }
    }
    let len = reply.body.len();
    for n in 0..CUTS.min(len) {
        let at = len * n / CUTS.min(len);
        case(Kind::Cut, format!("cut after {at} of {len} bytes"), with(reply.body[..at].to_vec()));
    }
    for status in [reply.status.as_u16(), 200, 403, 502] {
        let page = Reply { status: StatusCode::from_u16(status).unwrap_or_default(), ..with(HTML.into()) };
        case(Kind::Html, format!("HTML with status {status}"), page);
    }
    for (name, body) in odd_bodies() {
        case(Kind::Other, name.to_owned(), with(body));
    }
    if huge {
        case(Kind::Other, "huge and blank".to_owned(), with(vec![b' '; HUGE_BODY_BYTES]));
        let text = json!({"error": {"message": "x".repeat(HUGE_BODY_BYTES)}});
        case(Kind::Other, "huge text".to_owned(), with(text.to_string().into()));
    }
    if let Ok(json) = serde_json::from_slice::<Value>(&reply.body) {
        case(Kind::Array, "wrapped in an array".to_owned(), with(json!([json]).to_string().into()));
        values(&json, &mut |kind, name, value: &Value| case(kind, name, with(value.to_string().into())));
    }
    for seed in 0..noise() {
        case(Kind::Other, format!("noise {seed}"), with(noisy(&reply.body, seed)));
    }
}

fn noise() -> u64 {
    std::env::var(NOISE_VAR).ok().and_then(|said| said.parse().ok()).unwrap_or(NOISE_PER_REPLY)
}

fn odd_bodies() -> [(&'static str, Vec<u8>); 7] {
    [
        ("an empty body", Vec::new()),
        ("null", b"null".to_vec()),
        ("an empty object", b"{}".to_vec()),
        ("an empty array", b"[]".to_vec()),
        ("text", b"\"upstream error\"".to_vec()),
        ("not UTF-8", b"{\"error\":{\"message\":\"\xff\xfe\"}}".to_vec()),
        ("nested too deeply", b"[".repeat(100_000)),
    ]
}

/// Changes one value of a document at a time.
fn values(json: &Value, case: &mut dyn FnMut(Kind, String, &Value)) {
    let mut pointers = Vec::new();
    collect(json, String::new(), &mut pointers);
    for pointer in pointers {
        let old = json.pointer(&pointer).cloned().unwrap_or_default();
        let mut change = |kind: Kind, name: &str, new: Value| {
            let mut spoiled = json.clone();
            if let Some(place) = spoiled.pointer_mut(&pointer) {
                *place = new;
            }
            case(kind, format!("{name} at {pointer:?}"), &spoiled);
        };
        for (name, new) in
            [("null", Value::Null), ("a number", json!(1e300)), ("a list", json!([[]])), ("text", json!(""))]
        {
            change(Kind::Other, name, new);
        }
        if let Value::String(text) = &old {
            inside(text, &mut |kind, name, value| change(kind, name, value.to_string().into()));
            change(Kind::Other, "long text", "\u{202E}я\n".repeat(LONG_TEXT_CHARS / 3).into());
            change(Kind::Other, "secrets", format!("{text} {SECRET} api_key:{BILLING_SECRET}' {text}").into());
            change(Kind::Other, "a secret at the start", format!("{SECRET}{text}").into());
            change(Kind::Other, "a secret across the limit", format!("{}{SECRET}", "x".repeat(295)).into());
            if text.starts_with("https://") {
                change(Kind::Other, "an address elsewhere", "https://elsewhere.example/1.png".into());
                change(Kind::Other, "an address inside the house", "http://127.0.0.1:9/1.png".into());
                change(Kind::Other, "an address in clear text", text.replacen("https", "http", 1).into());
            }
            if text.len() > 1 && text.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') {
                change(Kind::UnknownValue, "a value of the future", "SOMETHING_NEW_2099".into());
            }
        }
    }
}

/// Some upstreams put JSON into a text of their JSON: its values are changed as well.
fn inside(text: &str, change: &mut dyn FnMut(Kind, &str, &Value)) {
    if let Ok(json @ (Value::Object(_) | Value::Array(_))) = serde_json::from_str(text) {
        values(&json, &mut |kind, name, value| change(kind, &format!("{name} inside"), value));
    }
}

fn collect(value: &Value, at: String, out: &mut Vec<String>) {
    match value {
        Value::Object(map) => {
            for (key, inner) in map {
                collect(inner, format!("{at}/{}", key.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        Value::Array(items) => {
            for (n, inner) in items.iter().enumerate() {
                collect(inner, format!("{at}/{n}"), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

/// Some bytes changed, or all of them, the same for the same seed (splitmix64).
fn noisy(body: &[u8], seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut dice = || {
        state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)).to_le_bytes()
    };
    if seed.is_multiple_of(4) {
        return (0..16 + seed).flat_map(|_| dice()).collect();
    }
    let mut out = body.to_vec();
    for _ in 0..=seed % 8 {
        let [a, b, c, byte, ..] = dice();
        if let Some(place) =
            out.len().checked_sub(1).map(|last| usize::from_le_bytes([a, b, c, 0, 0, 0, 0, 0]) % (last + 1))
        {
            out[place] = byte;
        }
    }
    out
}
