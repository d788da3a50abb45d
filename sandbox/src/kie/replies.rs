//! Bodies in the words of the real API: `{code, msg, data}`, with HTTP 200 whatever they say.

use serde_json::{Value, json};

use crate::{faults::Fault, house::dollars, serve::Reply};

/// 1000 credits for 5 US dollars.
pub(super) const MICRO_USD_PER_CREDIT: u64 = 5_000;

/// An error reply.
#[derive(Debug)]
pub(super) struct Refusal {
    code: u16,
    message: String,
}

impl Refusal {
    pub(super) fn new(code: u16, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(super) fn reply(&self) -> Reply {
        Reply::json(200, &json!({ "code": self.code, "msg": self.message, "data": null }))
    }

    /// The word for the journal.
    pub(super) fn kind(&self) -> &'static str {
        match self.code {
            401 => "401",
            402 => "402",
            404 => "404",
            422 => "422",
            429 => "429",
            455 => "455",
            _ => "error",
        }
    }

    pub(super) fn bad_key() -> Self {
        Self::new(401, "You do not have access permissions")
    }

    pub(super) fn no_model() -> Self {
        Self::new(422, "The model name you specified is not supported. Please choose one that is available.")
    }

    pub(super) fn not_allowed(field: &str) -> Self {
        Self::new(422, format!("{field} is not within the range of allowed options"))
    }
}

pub(super) fn good(data: &Value) -> Reply {
    Reply::json(200, &json!({ "code": 200, "msg": "success", "data": data }))
}

/// What is left.
pub(super) fn credits(micro_usd: u64) -> Value {
    match micro_usd % MICRO_USD_PER_CREDIT {
        0 => json!(micro_usd / MICRO_USD_PER_CREDIT),
        // A dollar is 200 of them.
        _ => dollars(micro_usd * (1_000_000 / MICRO_USD_PER_CREDIT)),
    }
}

/// A fault that refuses at the door, and its word for the journal.
pub(super) fn door_fault(fault: Fault, key: &str) -> Option<(Reply, &'static str)> {
    let refusal = match fault {
        Fault::Overloaded => Refusal::new(455, "The service is under maintenance"),
        Fault::Internal => Refusal::new(500, "Server exception, please try again later"),
        Fault::Html502 => return Some((Reply::html(502, HTML_502), "HTML")),
        // It names no wait, and knows no daily limit.
        Fault::RateLimitMinute | Fault::RateLimitDay | Fault::RateLimitBare => {
            Refusal::new(429, "Your call frequency is too high. Please try again later.")
        }
        Fault::OutOfFunds | Fault::OutOfFunds429 | Fault::KeyLimit => Refusal::new(402, "Insufficient credits"),
        // It has no words for a key that may not use a model.
        Fault::KeyInvalid | Fault::KeyLeaked | Fault::QuotaZero | Fault::ServiceDisabled => Refusal::bad_key(),
        // Repeats the key, so that careless logs can be caught.
        Fault::KeySuspended => Refusal::new(401, format!("The key {key} is disabled")),
        // The API knows no places; what stands in front of it may.
        Fault::Region => return Some((Reply::html(403, HTML_403), "HTML")),
        Fault::ModelGone => Refusal::new(505, "This feature is disabled"),
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
    Some((refusal.reply(), refusal.kind()))
}

/// Pages of what stands in front of the API.
const HTML_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
const HTML_403: &str = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n</body>\r\n</html>\r\n";
