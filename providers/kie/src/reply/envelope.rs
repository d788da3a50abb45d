//! What all answers come in: `{code, msg, data}`.

use http::StatusCode;
use nproxy_domain::provider::Reply;
use serde_json::Value;

const ENVELOPE_BYTES_MAX: usize = 1024 * 1024;
const GOOD: u16 = 200;

#[derive(Debug)]
pub(super) struct Envelope {
    /// The code of the body, which tells more than HTTP does; HTTP's where there is none.
    pub code: u16,
    pub message: String,
    pub data: Value,
    http: StatusCode,
}

impl Envelope {
    /// `{code, msg | message, data}`, the same in an array, `{error: ..}`, `{detail}`; the content type does not matter.
    /// `None`: the body is nothing of the kind.
    pub fn read(reply: &Reply) -> Option<Self> {
        if reply.body.len() > ENVELOPE_BYTES_MAX {
            return None;
        }
        let body: Value = serde_json::from_slice(&reply.body).ok()?;
        let mut body = match body {
            Value::Array(mut items) if !items.is_empty() => items.swap_remove(0),
            other => other,
        };
        if !["code", "msg", "message", "error", "detail"].iter().any(|key| body.get(key).is_some()) {
            return None;
        }
        let inner = body["error"].clone();
        let of = |key: &str| [&body[key], &inner[key]].into_iter().find(|value| !value.is_null()).cloned();
        let code = of("code").and_then(|code| number(&code));
        let words = ["msg", "message", "detail", "error"].iter().find_map(|key| of(key)?.as_str().map(str::to_owned));
        Some(Self {
            code: code.unwrap_or(reply.status.as_u16()),
            message: words.unwrap_or_default(),
            data: body["data"].take(),
            http: reply.status,
        })
    }

    /// Nothing is wrong, by the body and by HTTP.
    pub fn is_good(&self) -> bool {
        self.http.is_success() && self.code == GOOD
    }

    /// The body's code, where it says that something is wrong; else HTTP's.
    pub fn trouble(&self) -> u16 {
        if self.code == GOOD { self.http.as_u16() } else { self.code }
    }
}

/// A code as a number, or as the text of one.
pub(super) fn number(value: &Value) -> Option<u16> {
    let text = || value.as_str().and_then(|text| text.trim().parse().ok());
    value.as_u64().and_then(|n| u16::try_from(n).ok()).or_else(text)
}
