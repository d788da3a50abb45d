//! Bodies in the words of the real API.

use serde_json::{Value, json};

use crate::{
    faults::{Conduct, Fault},
    serve::Reply,
};

/// Wait that a daily limit would name, in seconds.
const DAY_WAIT_S: u64 = 3_600;

/// An error reply.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    detail: Value,
    /// Of a runner's end: in the body and in `X-Fal-Error-Type`.
    error_type: Option<&'static str>,
    retry_after_s: Option<u64>,
}

impl Refusal {
    pub(super) fn new(status: u16, detail: impl Into<Value>) -> Self {
        Self { status, detail: detail.into(), error_type: None, retry_after_s: None }
    }

    pub(super) fn of_type(status: u16, error_type: &'static str, detail: &str) -> Self {
        Self { error_type: Some(error_type), ..Self::new(status, detail) }
    }

    fn after(self, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    pub(super) fn reply(&self) -> Reply {
        let mut body = json!({ "detail": self.detail });
        let mut header = self.retry_after_s.map(|seconds| ("retry-after", seconds.to_string()));
        if let Some(error_type) = self.error_type {
            body["error_type"] = json!(error_type);
            header = Some(("x-fal-error-type", error_type.to_owned()));
        }
        Reply { header, ..Reply::json(self.status, &body) }
    }

    /// The most telling word of it, for the journal.
    pub(super) fn kind(&self) -> &str {
        self.error_type.or_else(|| self.detail[0]["type"].as_str()).unwrap_or("error")
    }

    pub(super) fn no_key() -> Self {
        Self::new(401, "Authentication is required to access this application.")
    }

    pub(super) fn bad_key() -> Self {
        Self::new(401, "No user found for Key ID and Secret")
    }

    pub(super) fn no_app(path: &str) -> Self {
        Self::new(404, format!("Application '{path}' not found"))
    }

    pub(super) fn no_request() -> Self {
        Self::new(404, "Request not found")
    }

    pub(super) fn no_runner() -> Self {
        Self::of_type(503, "runner_scheduling_failure", "No runner is available")
    }

    pub(super) fn internal() -> Self {
        Self::of_type(500, "internal_error", "Internal Server Error")
    }

    pub(super) fn cancelled() -> Self {
        Self::of_type(499, "client_cancelled", "The request was cancelled by the client")
    }

    /// What a model has to say of a field of its input.
    pub(super) fn complaint(kind: &str, field: &[&str], message: &str, input: &Value) -> Self {
        let loc: Vec<&str> = std::iter::once("body").chain(field.iter().copied()).collect();
        let url = format!("https://docs.fal.ai/errors#{kind}");
        Self::new(422, json!([{ "loc": loc, "msg": message, "type": kind, "url": url, "input": input }]))
    }

    pub(super) fn policy(field: &str, input: String) -> Self {
        let message = "The content could not be processed because it was flagged by a content checker.";
        Self::complaint("content_policy_violation", &[field], message, &Value::String(input))
    }

    pub(super) fn policy_of_the_result() -> Self {
        let message = "The generated content was flagged by a content checker.";
        Self::complaint("content_policy_violation", &[], message, &Value::Null)
    }

    pub(super) fn no_media() -> Self {
        Self::complaint("no_media_generated", &[], "No media was generated.", &Value::Null)
    }
}

/// Where a job is asked after; the part of the path behind the app belongs to its submit alone.
pub(super) fn addresses(origin: &str, app: &str, id: &str) -> Value {
    let request = format!("{origin}/{app}/requests/{id}");
    json!({
        "response_url": request,
        "status_url": format!("{request}/status"),
        "cancel_url": format!("{request}/cancel"),
    })
}

/// A fault that refuses at the door, and its word for the journal.
pub(super) fn door_fault(fault: Fault, key: &str, conduct: &Conduct) -> Option<(Reply, &'static str)> {
    let (refusal, kind) = match fault {
        Fault::Overloaded => (Refusal::no_runner(), "runner_scheduling_failure"),
        Fault::Internal => (Refusal::internal(), "internal_error"),
        Fault::Html502 => return Some((Reply::html(502, HTML_502), "HTML")),
        Fault::RateLimitMinute => {
            (Refusal::new(429, "Too many requests").after(conduct.retry_after_ms.div_ceil(1000)), "rate_limit")
        }
        // No daily limit is known of it.
        Fault::RateLimitDay => (Refusal::new(429, "Too many requests").after(DAY_WAIT_S), "rate_limit"),
        Fault::RateLimitBare => (Refusal::new(429, "Too many requests"), "rate_limit"),
        Fault::OutOfFunds | Fault::OutOfFunds429 | Fault::KeyLimit => {
            (Refusal::new(403, EXHAUSTED), "exhausted_balance")
        }
        Fault::KeyInvalid | Fault::KeyLeaked => (Refusal::bad_key(), "bad_key"),
        // Repeats the key, so that careless logs can be caught.
        Fault::KeySuspended => (Refusal::new(401, format!("The key {key} is disabled")), "disabled"),
        Fault::QuotaZero | Fault::ServiceDisabled => {
            (Refusal::new(403, "User is locked. Reason: Access to this application is not allowed."), "locked")
        }
        // The API knows no places; what stands in front of it may.
        Fault::Region => return Some((Reply::html(403, HTML_403), "HTML")),
        Fault::ModelGone => (Refusal::new(404, "Application not found"), "not_found"),
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
    Some((refusal.reply(), kind))
}

const EXHAUSTED: &str = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.";

/// Pages of what stands in front of the API.
const HTML_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
const HTML_403: &str = "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n<center><h1>403 Forbidden</h1></center>\r\n</body>\r\n</html>\r\n";
