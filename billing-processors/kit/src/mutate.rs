//! Spoils a body in every way that has been seen, and some that have not.

use bytes::Bytes;
use http::StatusCode;
use nproxy_domain::provider::Reply;
use serde_json::{Value, json};

/// What was done to a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Status,
    Cut,
    Html,
    Array,
    /// One text became one that nobody knows.
    UnknownValue,
    /// Some bytes became others, so nothing can be said of what is in it.
    Noise,
    /// Nulls, wrong types, missing members, long texts, planted secrets.
    Other,
}

const STATUSES: [u16; 19] =
    [200, 201, 202, 301, 400, 401, 402, 403, 404, 408, 409, 422, 429, 499, 500, 502, 503, 504, 599];
const CUTS: usize = 32;
const NOISE_PER_BODY: u64 = 32;
/// Says how much noise there is instead: `make fuzz`.
const NOISE_VAR: &str = "NPROXY_FUZZ_NOISE";
const LONG_TEXT_CHARS: usize = 4_200;
const HUGE_BODY_BYTES: usize = 512 * 1024;
const HTML: &str = "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>\u{202E}Error</body></html>";
/// A value of the future.
const UNKNOWN: &str = "something_new_2099";

/// Calls `case` with every spoiled version of a reply; `huge` adds bodies as long as a limit lets through, which take their time.
pub(crate) fn reply(reply: &Reply, secrets: &[&str], huge: bool, case: &mut dyn FnMut(Kind, String, Reply)) {
    for status in STATUSES {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        if status != reply.status {
            case(Kind::Status, format!("status {}", status.as_u16()), Reply { status, ..reply.clone() });
        }
    }
    for status in [reply.status.as_u16(), 200, 403, 502] {
        let status = StatusCode::from_u16(status).unwrap_or_default();
        let page = Reply { status, body: Bytes::from_static(HTML.as_bytes()), ..reply.clone() };
        case(Kind::Html, format!("HTML with status {}", status.as_u16()), page);
    }
    if huge {
        let text = json!({"message": "x".repeat(HUGE_BODY_BYTES)}).to_string().into_bytes();
        for (name, body) in [("huge and blank", vec![b' '; HUGE_BODY_BYTES]), ("huge text", text)] {
            case(Kind::Other, name.to_owned(), Reply { body: Bytes::from(body), ..reply.clone() });
        }
    }
    body(&reply.body, secrets, &mut |kind, what, body| {
        case(kind, what, Reply { body: Bytes::from(body), ..reply.clone() });
    });
}

/// Calls `case` with every spoiled version of a body.
pub(crate) fn body(body: &[u8], secrets: &[&str], case: &mut dyn FnMut(Kind, String, Vec<u8>)) {
    let len = body.len();
    for n in 0..CUTS.min(len) {
        let at = len * n / CUTS.min(len);
        case(Kind::Cut, format!("cut after {at} of {len} bytes"), body[..at].to_vec());
    }
    for (name, body) in odd_bodies() {
        case(Kind::Other, name.to_owned(), body);
    }
    if let Ok(json) = serde_json::from_slice::<Value>(body) {
        case(Kind::Array, "wrapped in an array".to_owned(), json!([json]).to_string().into());
        values(&json, secrets, &mut |kind, name, value: &Value| case(kind, name, value.to_string().into()));
    }
    for seed in 0..noise() {
        case(Kind::Noise, format!("noise {seed}"), noisy(body, seed));
    }
}

fn noise() -> u64 {
    std::env::var(NOISE_VAR).ok().and_then(|said| said.parse().ok()).unwrap_or(NOISE_PER_BODY)
}

fn odd_bodies() -> [(&'static str, Vec<u8>); 7] {
    [
        ("an empty body", Vec::new()),
        ("null", b"null".to_vec()),
        ("an empty object", b"{}".to_vec()),
        ("an empty array", b"[]".to_vec()),
        ("text", b"\"processor error\"".to_vec()),
        ("not UTF-8", b"{\"error\":{\"message\":\"\xff\xfe\"}}".to_vec()),
        ("nested too deeply", b"[".repeat(10_000)),
    ]
}

/// Calls `case` with a body in which one value is missing or new, each in turn: what a reader further on may stumble over.
pub(crate) fn gaps(body: &[u8], case: &mut dyn FnMut(Kind, String, Vec<u8>)) {
    let Ok(json) = serde_json::from_slice::<Value>(body) else { return };
    each(
        &json,
        &mut |old, change| {
            change(Kind::Other, "null", Value::Null);
            if old.is_string() {
                change(Kind::UnknownValue, "a value of the future", UNKNOWN.into());
            }
        },
        &mut |kind, name, value| case(kind, name, value.to_string().into()),
    );
}

/// Changes one value of a document at a time.
fn values(json: &Value, secrets: &[&str], case: &mut dyn FnMut(Kind, String, &Value)) {
    each(
        json,
        &mut |old, change| {
            for (name, new) in [
                ("null", Value::Null),
                ("a number", json!(1e300)),
                ("less than nothing", json!(-1)),
                ("a list", json!([[]])),
                ("text", json!("")),
            ] {
                change(Kind::Other, name, new);
            }
            if let Value::String(text) = old {
                change(Kind::Other, "long text", "\u{202E}я\n".repeat(LONG_TEXT_CHARS / 3).into());
                change(Kind::Other, "a line more", format!("{text}\n\u{202E}{text}").into());
                change(Kind::Other, "a script", "javascript:alert(1)".into());
                for secret in secrets {
                    change(Kind::Other, "a secret", format!("{text} {secret}").into());
                    change(Kind::Other, "a secret across the limit", format!("{}{secret}", "x".repeat(295)).into());
                }
                change(Kind::UnknownValue, "a value of the future", UNKNOWN.into());
            }
        },
        case,
    );
}

/// Puts another value in the place of one: what was done, in words, and the new value.
type Change<'a> = dyn FnMut(Kind, &str, Value) + 'a;

/// Visits every value of a document; each change of it is one case.
fn each(json: &Value, visit: &mut dyn FnMut(&Value, &mut Change<'_>), case: &mut dyn FnMut(Kind, String, &Value)) {
    let mut pointers = Vec::new();
    collect(json, String::new(), &mut pointers);
    for pointer in pointers {
        let old = json.pointer(&pointer).cloned().unwrap_or_default();
        visit(&old, &mut |kind, name, new| {
            let mut spoiled = json.clone();
            if let Some(place) = spoiled.pointer_mut(&pointer) {
                *place = new;
            }
            case(kind, format!("{name} at {pointer:?}"), &spoiled);
        });
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
