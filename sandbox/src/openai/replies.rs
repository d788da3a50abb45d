//! Bodies in the words of the real API.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};

use super::request::Order;
use crate::{
    faults::{Conduct, Fault},
    serve::Reply,
    studio::Drawn,
};

/// Wait that a daily limit would name, in seconds.
const DAY_WAIT_S: u64 = 3_600;
const KEY_CHARS_SHOWN: usize = 3;
const INVALID: &str = "invalid_request_error";

/// An error reply: `{error: {message, type, param, code}}`.
#[derive(Debug)]
pub(super) struct ApiError {
    status: u16,
    message: String,
    kind: &'static str,
    param: Option<String>,
    code: Option<&'static str>,
    retry_after_s: Option<u64>,
}

impl ApiError {
    fn new(status: u16, kind: &'static str, code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), kind, param: None, code, retry_after_s: None }
    }

    fn of(self, param: &str) -> Self {
        Self { param: Some(param.to_owned()), ..self }
    }

    fn after(self, seconds: u64) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    pub(super) fn reply(&self) -> Reply {
        let Self { message, kind, param, code, .. } = self;
        let error = json!({ "message": message, "type": kind, "param": param, "code": code });
        let header = self.retry_after_s.map(|seconds| ("retry-after", seconds.to_string()));
        Reply { header, ..Reply::json(self.status, &json!({ "error": error })) }
    }

    /// The most telling word of it, for the journal.
    pub(super) fn kind(&self) -> &'static str {
        self.code.unwrap_or(self.kind)
    }

    pub(super) fn no_path(method: &str, path: &str) -> Self {
        Self::new(404, INVALID, None, format!("Invalid URL ({method} {path})"))
    }

    pub(super) fn no_key() -> Self {
        Self::new(401, INVALID, None, "You didn't provide an API key.")
    }

    pub(super) fn bad_key(key: &str) -> Self {
        let shown: String = key.chars().take(KEY_CHARS_SHOWN).collect();
        Self::new(401, INVALID, Some("invalid_api_key"), format!("Incorrect API key provided: {shown}***."))
    }

    pub(super) fn invalid(message: &str, param: Option<&str>) -> Self {
        let error = Self::new(400, INVALID, None, message);
        match param {
            Some(param) => error.of(param),
            None => error,
        }
    }

    pub(super) fn invalid_value(value: &str, param: &str) -> Self {
        Self::new(400, INVALID, Some("invalid_value"), format!("Invalid value: '{value}'.")).of(param)
    }

    pub(super) fn unknown_parameter(name: &str) -> Self {
        Self::new(400, INVALID, Some("unknown_parameter"), format!("Unknown parameter: '{name}'.")).of(name)
    }

    pub(super) fn no_fidelity(model: &str) -> Self {
        let message = format!("The model '{model}' does not support the 'input_fidelity' parameter.");
        Self::new(400, "image_generation_user_error", Some("invalid_input_fidelity_model"), message)
            .of("input_fidelity")
    }

    pub(super) fn bad_image(message: &str) -> Self {
        Self::new(400, "image_generation_user_error", Some("invalid_image_file"), message).of("image")
    }

    pub(super) fn too_large(bytes_max: usize) -> Self {
        Self::new(413, INVALID, None, format!("The request is larger than {bytes_max} bytes"))
    }

    pub(super) fn no_model(name: &str) -> Self {
        let message = format!("The model `{name}` does not exist or you do not have access to it.");
        Self::new(404, INVALID, Some("model_not_found"), message)
    }

    pub(super) fn moderated() -> Self {
        let message = "Your request was rejected by the safety system. safety_violations=[violence].";
        Self::new(400, "image_generation_user_error", Some("moderation_blocked"), message)
    }

    pub(super) fn internal() -> Self {
        let message = "The server had an error while processing your request.";
        Self::new(500, "server_error", Some("server_error"), message)
    }

    fn rate_limited(message: &str) -> Self {
        Self::new(429, "requests", Some("rate_limit_exceeded"), message)
    }

    fn no_money() -> Self {
        let message = "You exceeded your current quota, please check your plan and billing details.";
        Self::new(429, "insufficient_quota", Some("insufficient_quota"), message)
    }
}

/// A fault that refuses at the door, and its word for the journal.
pub(super) fn door_fault(fault: Fault, key: &str, conduct: &Conduct) -> Option<(Reply, &'static str)> {
    let error = match fault {
        Fault::Overloaded => {
            let message = "The engine is currently overloaded, please try again later.";
            ApiError::new(503, "server_error", Some("server_is_overloaded"), message)
        }
        Fault::Internal => ApiError::internal(),
        Fault::Html502 => return Some((Reply::html(502, HTML_502), "HTML")),
        Fault::RateLimitMinute => ApiError::rate_limited("Rate limit reached for images per min.")
            .after(conduct.retry_after_ms.div_ceil(1000)),
        // No daily limit is known of it.
        Fault::RateLimitDay => ApiError::rate_limited("Rate limit reached for images per day.").after(DAY_WAIT_S),
        Fault::RateLimitBare => ApiError::rate_limited("Rate limit reached."),
        Fault::QuotaZero => {
            let message = "Your organization must be verified to use the model.";
            ApiError::new(403, INVALID, None, message)
        }
        Fault::OutOfFunds => ApiError::no_money(),
        Fault::OutOfFunds429 => {
            ApiError::new(400, INVALID, Some("billing_hard_limit_reached"), "Billing hard limit has been reached")
        }
        Fault::KeyLimit => {
            let message = "The project has reached its limit on spending.";
            ApiError::new(429, "insufficient_quota", Some("project_spend_limit_exceeded"), message)
        }
        Fault::KeyInvalid => ApiError::bad_key(key),
        Fault::KeyLeaked => ApiError::new(401, INVALID, Some("invalid_api_key"), "This key was found in public."),
        // Repeats the key, so that careless logs can be caught.
        Fault::KeySuspended => {
            ApiError::new(401, INVALID, Some("invalid_api_key"), format!("The API key {key} was deactivated."))
        }
        Fault::ServiceDisabled => {
            ApiError::new(401, INVALID, None, "You must be a member of an organization to use the API")
        }
        Fault::Region => {
            let code = Some("unsupported_country_region_territory");
            ApiError::new(403, "request_forbidden", code, "Country, region, or territory not supported")
        }
        Fault::ModelGone => ApiError::no_model("gpt-image-0"),
        // Nothing of a withheld picture is told but that.
        Fault::SafetyRefusal | Fault::PromptBlock => ApiError::moderated(),
        Fault::NoImage
        | Fault::TextOnly
        | Fault::HalfBody
        | Fault::ResetBeforeReading
        | Fault::SilentBeforeReading
        | Fault::ResetAfterReading
        | Fault::NeverAnswers
        | Fault::Slow => return None,
    };
    Some((error.reply(), error.kind()))
}

/// The answer with these pictures.
pub(super) fn made(order: &Order, images: &[Drawn]) -> Value {
    let data: Vec<Value> =
        images.iter().map(|drawn| json!({ "b64_json": BASE64_STANDARD.encode(&drawn.bytes) })).collect();
    let created = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    let text = u64::try_from(order.prompt.chars().count()).unwrap_or(u64::MAX) / 4 + 1;
    let image = 300 * u64::try_from(order.inputs.len()).unwrap_or_default();
    let output = order.tokens * order.images;
    json!({
        "created": created,
        "background": order.background,
        "data": data,
        "output_format": order.format.extension(),
        "quality": order.quality.name(),
        "size": format!("{}x{}", order.size.0, order.size.1),
        "usage": {
            "input_tokens": text + image,
            "input_tokens_details": { "image_tokens": image, "text_tokens": text },
            "output_tokens": output,
            "total_tokens": text + image + output,
        },
    })
}

/// The page of a load balancer.
const HTML_502: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n";
