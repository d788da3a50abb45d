//! An error as the API words it.

use std::time::Duration;

use http::StatusCode;
use nproxy_domain::provider::Reply;
use serde_json::Value;

use super::wait;

/// An error text is a few kilobytes; more than this is something else and is judged by its status.
const FAULT_BYTES_MAX: usize = 1024 * 1024;

#[derive(Debug)]
pub(super) struct Fault {
    /// Of the reply, or of the body where an error came inside a 200.
    pub http: StatusCode,
    /// Machine codes, the telling ones first: where a limit comes from, why something is not to be had, the kind of error.
    pub codes: Vec<String>,
    pub message: String,
    /// The input was looked at by a moderator.
    pub moderated: bool,
    /// When a budget starts anew.
    pub resets_at: Option<String>,
    /// How long to wait, by the body.
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
        match body.get("error") {
            Some(error @ (Value::Object(_) | Value::String(_))) => Some(Self::inside(reply.status, error)),
            _ if ["code", "msg", "message", "detail"].iter().any(|key| body.get(key).is_some()) => {
                Some(Self::inside(reply.status, body))
            }
            _ => None,
        }
    }

    /// From the error itself.
    pub fn inside(http: StatusCode, error: &Value) -> Self {
        let text = |value: &Value| value.as_str().filter(|t| !t.is_empty()).map(str::to_owned);
        let null = Value::Null;
        let metadata = error.get("metadata").unwrap_or(&null);
        let availability = error.get("availability").unwrap_or(&null);
        let codes =
            [&metadata["limit_source"], &availability["code"], &error["code"], &metadata["error_type"], &error["type"]];
        let message = ["message", "msg", "detail"].iter().find_map(|key| text(&error[*key]));
        let inner = error["code"].as_u64().and_then(|n| u16::try_from(n).ok());
        Self {
            http: inner.filter(|_| http.is_success()).and_then(|n| StatusCode::from_u16(n).ok()).unwrap_or(http),
            codes: codes.into_iter().filter_map(text).collect(),
            message: message.or_else(|| text(error)).unwrap_or_default(),
            moderated: !metadata["reasons"].is_null() || !metadata["flagged_input"].is_null(),
            resets_at: text(&metadata["resets_at"]).or_else(|| text(&error["resets_at"])),
            wait: wait::seconds(&availability["retry_after"]),
        }
    }

    /// Whether the message has any of these words, which are given in lower case.
    pub fn says(&self, any: &[&str]) -> bool {
        let message = self.message.to_lowercase();
        any.iter().any(|words| message.contains(words))
    }
}
