//! Bodies in the words of the real API.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Map, Value, json};

use super::request::Order;
use crate::{
    faults::{Conduct, Fault},
    house::dollars,
    serve::Reply,
    studio::Drawn,
};

const DAY_S: u64 = 24 * 3600;
/// A flagged text is repeated up to this.
const FLAGGED_CHARS_MAX: usize = 100;

/// An error reply.
#[derive(Debug)]
pub(super) struct ApiError {
    code: u16,
    message: String,
    metadata: Map<String, Value>,
    retry_after_s: Option<u64>,
}

impl ApiError {
    fn new(code: u16, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), metadata: Map::new(), retry_after_s: None }
    }

    fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.metadata.insert(name.to_owned(), value.into());
        self
    }

    fn of_type(self, error_type: &str) -> Self {
        self.with("error_type", error_type)
    }

    /// `in_200`: the error comes inside a 200, as it does once an answer has begun.
    pub(super) fn reply(&self, in_200: bool) -> Reply {
        let mut error = json!({ "code": self.code, "message": self.message });
        if !self.metadata.is_empty() {
            error["metadata"] = Value::Object(self.metadata.clone());
        }
        let header = self.retry_after_s.map(|seconds| ("retry-after", seconds.to_string()));
        Reply { header, ..Reply::json(if in_200 { 200 } else { self.code }, &json!({ "error": error })) }
    }

    /// The most telling word of it, for the journal.
    pub(super) fn kind(&self) -> &str {
        self.metadata.get("error_type").and_then(Value::as_str).unwrap_or("error")
    }

    pub(super) fn header_missing() -> Self {
        Self::new(401, "Missing Authentication header")
    }

    pub(super) fn key_unknown() -> Self {
        Self::new(401, "Invalid credentials (OAuth session expired, disabled/invalid API key)")
            .of_type("authentication")
    }

    pub(super) fn not_a_management_key() -> Self {
        Self::new(403, "Only management keys can perform this operation")
    }

    pub(super) fn invalid_request(message: &str) -> Self {
        Self::new(400, message).of_type("invalid_request")
    }

    pub(super) fn invalid_image() -> Self {
        Self::new(400, "The image could not be read").of_type("invalid_image")
    }

    pub(super) fn image_download_failed() -> Self {
        Self::new(400, "The image could not be downloaded").of_type("image_download_failed")
    }

    pub(super) fn too_large(bytes_max: usize) -> Self {
        Self::new(413, format!("The request is larger than {bytes_max} bytes")).of_type("payload_too_large")
    }

    pub(super) fn no_endpoints(slug: &str) -> Self {
        Self::new(404, format!("No endpoints found for {slug}.")).of_type("not_found")
    }

    pub(super) fn overloaded() -> Self {
        Self::new(503, "The provider is overloaded").of_type("provider_overloaded")
    }

    pub(super) fn internal() -> Self {
        Self::new(500, "Internal Server Error").of_type("server")
    }

    pub(super) fn moderated(prompt: &str) -> Self {
        let flagged: String = prompt.chars().take(FLAGGED_CHARS_MAX).collect();
        Self::new(403, "Input was flagged").with("reasons", json!(["violence"])).with("flagged_input", flagged)
    }

    fn no_money(limit_source: &str) -> Self {
        Self::new(402, "Insufficient credits. Add more using https://openrouter.ai/credits")
            .of_type("payment_required")
            .with("limit_source", limit_source)
    }
}

/// A fault that refuses at the door, and its word for the journal.
pub(super) fn door_fault(fault: Fault, key: &str, conduct: &Conduct) -> Option<(Reply, &'static str)> {
    let (error, kind) = match fault {
        Fault::Overloaded => (ApiError::overloaded(), "provider_overloaded"),
        Fault::Internal => (ApiError::internal(), "server"),
        Fault::Html502 => return Some((Reply::html(502, HTML_502), "HTML")),
        Fault::RateLimitMinute => {
            let mut error = ApiError::new(429, "Rate limit exceeded").of_type("rate_limit_exceeded");
            error.retry_after_s = Some(conduct.retry_after_ms.div_ceil(1000));
            (error, "rate_limit_exceeded")
        }
        Fault::RateLimitDay => {
            let error = ApiError::new(403, "Budget limit exceeded").with("limit_source", "workspace");
            (error.with("resets_at", next_midnight()), "workspace")
        }
        Fault::RateLimitBare => (ApiError::new(429, "Rate limit exceeded"), "rate_limit_bare"),
        Fault::QuotaZero => {
            (ApiError::new(403, "This key may not use the model").of_type("permission_denied"), "permission_denied")
        }
        Fault::OutOfFunds => (ApiError::no_money("openrouter_credits"), "openrouter_credits"),
        Fault::OutOfFunds429 => (ApiError::no_money("weight_exceeds_budget"), "weight_exceeds_budget"),
        Fault::KeyLimit => (ApiError::no_money("openrouter_key_limit"), "openrouter_key_limit"),
        Fault::KeyInvalid => (ApiError::key_unknown(), "authentication"),
        Fault::KeyLeaked => (ApiError::new(401, "This key was found in public and is disabled"), "disabled"),
        // Repeats the key, so that careless logs can be caught.
        Fault::KeySuspended => (ApiError::new(401, format!("API key {key} is disabled")), "disabled"),
        Fault::ServiceDisabled => (ApiError::new(401, "The key has expired").of_type("authentication"), "expired"),
        Fault::Region => {
            let error = ApiError::new(403, "This model is not available in your region").of_type("region_restricted");
            (error, "region_restricted")
        }
        Fault::ModelGone => {
            let error = ApiError::new(404, "This model is deprecated").of_type("model_deprecated");
            (error, "model_deprecated")
        }
        Fault::SafetyRefusal
        | Fault::PromptBlock
        | Fault::NoImage
        | Fault::TextOnly
        | Fault::HalfBody
        | Fault::ResetBeforeReading
        | Fault::SilentBeforeReading
        | Fault::ResetAfterReading
        | Fault::NeverAnswers
        | Fault::Slow => return None,
    };
    Some((error.reply(conduct.errors_in_200), kind))
}

pub(super) fn made(order: &Order, images: &[Drawn]) -> Value {
    let mime_type = order.model.mime_type();
    let url = |drawn: &Drawn| format!("data:{mime_type};base64,{}", BASE64_STANDARD.encode(&drawn.bytes));
    let images: Vec<Value> =
        images.iter().map(|drawn| json!({ "type": "image_url", "image_url": { "url": url(drawn) } })).collect();
    let message = json!({ "role": "assistant", "content": "", "images": images });
    answer(order, "stop", &message, order.image_tokens)
}

pub(super) fn words(order: &Order, finish_reason: &str, words: &str) -> Value {
    answer(order, finish_reason, &json!({ "role": "assistant", "content": words }), 8)
}

fn answer(order: &Order, finish_reason: &str, message: &Value, completion_tokens: u64) -> Value {
    let prompt_tokens = u64::try_from(order.prompt.chars().count()).unwrap_or(u64::MAX) / 4 + 1;
    json!({
        "choices": [{ "finish_reason": finish_reason, "message": message }],
        "usage": {
            "prompt_tokens": prompt_tokens,
            "completion_tokens": completion_tokens,
            "total_tokens": prompt_tokens + completion_tokens,
            "cost": dollars(order.micro_usd),
        },
    })
}

/// `GET /key`; a key without a limit has none left to tell.
pub(super) fn key(key: &str, limit_micro_usd: Option<u64>, usage_micro_usd: u64, manages: bool) -> Value {
    let label: String = key.chars().take(3).chain("…".chars()).collect();
    let usage = dollars(usage_micro_usd);
    json!({ "data": {
        "label": label,
        "limit": limit_micro_usd.map(dollars),
        "limit_remaining": limit_micro_usd.map(|limit| dollars(limit.saturating_sub(usage_micro_usd))),
        "limit_reset": null,
        "usage": usage,
        "usage_daily": usage,
        "usage_weekly": usage,
        "usage_monthly": usage,
        "is_free_tier": false,
        "is_management_key": manages,
    } })
}

/// `GET /credits`
pub(super) fn credits(credit_micro_usd: u64, usage_micro_usd: u64) -> Value {
    json!({ "data": { "total_credits": dollars(credit_micro_usd), "total_usage": dollars(usage_micro_usd) } })
}

/// Of the next day by UTC, as RFC 3339 writes it.
fn next_midnight() -> String {
    let now_s = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let (year, month, day) = civil(now_s / DAY_S + 1);
    format!("{year:04}-{month:02}-{day:02}T00:00:00Z")
}

/// The date of a day counted from 1970-01-01 (Howard Hinnant's `civil_from_days`).
fn civil(days: u64) -> (u64, u64, u64) {
    let z = days + 719_468;
    let (era, of_era) = (z / 146_097, z % 146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + u64::from(month <= 2), month, day)
}

/// The page of a load balancer.
const HTML_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";

pub(super) const HTML_404: &str = "<!DOCTYPE html><html><head><title>Not Found</title></head><body>404</body></html>";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(20_781), (2026, 11, 24));
    }
}
