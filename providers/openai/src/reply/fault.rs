//! An error as the API words it.

use http::StatusCode;
use nproxy_domain::provider::Reply;
use serde_json::Value;

/// An error text is a few kilobytes; more than this is something else and is judged by its status.
const FAULT_BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Fault {
    /// Of the reply, or of the body where an error came as a 200.
    pub http: StatusCode,
    /// Machine words: the code, which tells more, then the type.
    pub codes: Vec<String>,
    pub message: String,
}

impl Fault {
    /// `{error: {message, type, param, code}}`, the same in an array, and what relays write: `{error: ".."}`, `{detail}`,
    /// `{code, msg | message}`; the content type does not matter. `None`: the body is nothing of the kind.
    pub fn read(reply: &Reply) -> Option<Self> {
        if reply.body.len() > FAULT_BYTES_MAX {
            return None;
        }
        let body: Value = serde_json::from_slice(&reply.body).ok()?;
        let body = body.as_array().map_or(Some(&body), |items| items.first())?;
        let error = match body.get("error") {
            Some(error @ (Value::Object(_) | Value::String(_))) => error,
            _ if ["code", "msg", "message", "detail"].iter().any(|key| body.get(key).is_some()) => body,
            _ => return None,
        };
        let text = |value: &Value| value.as_str().filter(|t| !t.is_empty()).map(str::to_owned);
        let inner = error["code"].as_u64().and_then(|n| u16::try_from(n).ok()).filter(|_| reply.status.is_success());
        let message = ["message", "msg", "detail"].iter().find_map(|key| text(&error[*key]));
        Some(Self {
            http: inner.and_then(|n| StatusCode::from_u16(n).ok()).unwrap_or(reply.status),
            codes: [&error["code"], &error["type"]].into_iter().filter_map(text).collect(),
            message: message.or_else(|| text(error)).unwrap_or_default(),
        })
    }

    /// Whether the message has any of these words, which are given in lower case.
    pub fn says(&self, any: &[&str]) -> bool {
        let message = self.message.to_lowercase();
        any.iter().any(|words| message.contains(words))
    }
}
