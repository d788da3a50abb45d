//! An error as the API, or a relay in its place, words it.

use std::time::Duration;

use http::StatusCode;
use nproxy_domain::provider::Reply;
use serde_json::Value;

use super::wait;

/// An error text is a few kilobytes; more than this is something else and is judged by its status.
const FAULT_BYTES_MAX: usize = 1024 * 1024;

/// One quota that was exceeded.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Violation {
    /// Quota id and metric.
    pub name: String,
    /// The limit; "0": never allowed.
    pub limit: String,
}

#[derive(Debug)]
pub(super) struct Fault {
    /// Of the reply, or of the body where an error came as a 200.
    pub http: StatusCode,
    /// `error.status`: the canonical name (`RESOURCE_EXHAUSTED`).
    pub status: String,
    /// `error.code` where it is text (relays), else `error.type`.
    pub code: String,
    pub message: String,
    /// `details[].reason`.
    pub reasons: Vec<String>,
    pub violations: Vec<Violation>,
    /// How long to wait, by `RetryInfo` or a hint of the same kind.
    pub wait: Option<Duration>,
}

impl Fault {
    /// `{error: {..}}`, the same in an array, `{error: ".."}`, `{detail}`, `{code, msg | message}`; the content type does
    /// not matter. `None`: the body is nothing of the kind.
    pub fn read(reply: &Reply) -> Option<Self> {
        if reply.body.len() > FAULT_BYTES_MAX {
            return None;
        }
        let body: Value = serde_json::from_slice(&reply.body).ok()?;
        let body = body.as_array().map_or(Some(&body), |items| items.first())?;
        let error = match body.get("error") {
            Some(Value::Object(_)) => &body["error"],
            Some(Value::String(text)) => return Some(Self::worded(reply.status, text)),
            _ if ["code", "msg", "message", "detail"].iter().any(|key| body.get(key).is_some()) => body,
            _ => return None,
        };
        Some(Self::detailed(reply.status, error))
    }

    fn worded(http: StatusCode, message: &str) -> Self {
        Self {
            http,
            status: String::new(),
            code: String::new(),
            wait: wait::in_text(message),
            message: message.to_owned(),
            reasons: Vec::new(),
            violations: Vec::new(),
        }
    }

    fn detailed(http: StatusCode, error: &Value) -> Self {
        let text = |key: &str| error.get(key).and_then(Value::as_str).filter(|t| !t.is_empty());
        let message = text("message").or_else(|| text("msg")).or_else(|| text("detail")).unwrap_or_default();
        let details = || error.get("details").and_then(Value::as_array).into_iter().flatten();
        let field = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let violations = details().filter_map(|d| d.get("violations")?.as_array()).flatten().map(|v| Violation {
            name: format!("{} {}", field(v, "quotaId"), field(v, "quotaMetric")),
            limit: match v.get("quotaValue") {
                Some(Value::Number(number)) => number.to_string(),
                _ => field(v, "quotaValue"),
            },
        });
        let asked = |key: &str| details().find_map(|d| wait::span(d.get(key)?.as_str()?));
        let hinted = || details().find_map(|d| wait::span(d.get("metadata")?.get("quotaResetDelay")?.as_str()?));
        let inner = error.get("code").and_then(Value::as_u64).and_then(|n| u16::try_from(n).ok());
        Self {
            http: inner.filter(|_| http.is_success()).and_then(|n| StatusCode::from_u16(n).ok()).unwrap_or(http),
            status: text("status").unwrap_or_default().to_owned(),
            code: text("code").or_else(|| text("type")).unwrap_or_default().to_owned(),
            reasons: details().map(|d| field(d, "reason")).filter(|r| !r.is_empty()).collect(),
            violations: violations.collect(),
            wait: asked("retryDelay").or_else(hinted).or_else(|| wait::in_text(message)),
            message: message.to_owned(),
        }
    }

    /// Whether the message has any of these words, which are given in lower case.
    pub fn says(&self, any: &[&str]) -> bool {
        let message = self.message.to_lowercase();
        any.iter().any(|words| message.contains(words))
    }
}
