//! Bodies in the words of the real API.

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::{models::Model, schema::Violation};

const RATE_LIMITS_PAGE: &str = "https://ai.google.dev/gemini-api/docs/rate-limits";

/// An error reply.
#[derive(Debug, PartialEq)]
pub(super) struct ApiError {
    pub(super) code: u16,
    pub(super) status: &'static str,
    pub(super) message: String,
    pub(super) details: Vec<Value>,
}

impl ApiError {
    fn new(code: u16, status: &'static str, message: impl Into<String>) -> Self {
        Self { code, status, message: message.into(), details: Vec::new() }
    }

    fn with(mut self, detail: Value) -> Self {
        self.details.push(detail);
        self
    }

    pub(super) fn body(&self, in_array: bool) -> Value {
        let mut error = json!({ "code": self.code, "message": self.message, "status": self.status });
        if !self.details.is_empty() {
            error["details"] = Value::Array(self.details.clone());
        }
        let body = json!({ "error": error });
        if in_array { json!([body]) } else { body }
    }

    /// The most telling word of it, for the journal.
    pub(super) fn reason(&self) -> &str {
        self.details.iter().find_map(|detail| detail["reason"].as_str()).unwrap_or(self.status)
    }

    pub(super) fn invalid_argument(message: impl Into<String>) -> Self {
        Self::new(400, "INVALID_ARGUMENT", message)
    }

    pub(super) fn unknown_fields(violations: &[Violation]) -> Self {
        let message: Vec<&str> = violations.iter().map(|violation| violation.description.as_str()).collect();
        let field_violations: Vec<Value> = violations
            .iter()
            .map(|Violation { field, description }| {
                let mut violation = Map::new();
                if !field.is_empty() {
                    violation.insert("field".to_owned(), json!(field));
                }
                violation.insert("description".to_owned(), json!(description));
                Value::Object(violation)
            })
            .collect();
        Self::invalid_argument(message.join("\n"))
            .with(json!({ "@type": "type.googleapis.com/google.rpc.BadRequest", "fieldViolations": field_violations }))
    }

    fn bad_key(message: &str) -> Self {
        Self::invalid_argument(message)
            .with(error_info("API_KEY_INVALID", &json!({ "service": "generativelanguage.googleapis.com" })))
            .with(json!({ "@type": "type.googleapis.com/google.rpc.LocalizedMessage", "locale": "en-US", "message": message }))
    }

    pub(super) fn key_invalid() -> Self {
        Self::bad_key("API key not valid. Please pass a valid API key.")
    }

    pub(super) fn key_missing() -> Self {
        Self::bad_key("API Key not found. Please pass a valid API key.")
    }

    pub(super) fn bearer_refused() -> Self {
        Self::new(401, "UNAUTHENTICATED", "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.")
            .with(error_info("ACCESS_TOKEN_TYPE_UNSUPPORTED", &json!({ "service": "generativelanguage.googleapis.com" })))
    }

    pub(super) fn two_credentials() -> Self {
        Self::invalid_argument("Multiple authentication credentials received. Please pass only one.")
    }

    pub(super) fn key_leaked() -> Self {
        Self::new(403, "PERMISSION_DENIED", "Your API key was reported as leaked. Please use another API key.")
    }

    /// The real one repeats the key, so that careless logs can be caught.
    pub(super) fn key_suspended(key: &str) -> Self {
        Self::new(403, "PERMISSION_DENIED", format!("Permission denied: Consumer 'api_key:{key}' has been suspended."))
            .with(error_info(
                "CONSUMER_SUSPENDED",
                &json!({
                    "consumer": "projects/1",
                    "containerInfo": format!("api_key:{key}"),
                    "service": "generativelanguage.googleapis.com",
                }),
            ))
    }

    pub(super) fn service_disabled() -> Self {
        let page =
            "https://console.developers.google.com/apis/api/generativelanguage.googleapis.com/overview?project=1";
        let message = format!(
            "Generative Language API has not been used in project 1 before or it is disabled. Enable it by visiting {page} then retry. \
             If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry."
        );
        Self::new(403, "PERMISSION_DENIED", message).with(error_info(
            "SERVICE_DISABLED",
            &json!({ "activationUrl": page, "consumer": "projects/1", "service": "generativelanguage.googleapis.com" }),
        ))
    }

    pub(super) fn region() -> Self {
        Self::new(400, "FAILED_PRECONDITION", "User location is not supported for the API use.")
    }

    pub(super) fn model_unknown(model: &str, version: &str) -> Self {
        let message = format!(
            "models/{model} is not found for API version {version}, or is not supported for generateContent. \
             Call ListModels to see the list of available models and their supported methods."
        );
        Self::new(404, "NOT_FOUND", message)
    }

    pub(super) fn model_gone(model: &str) -> Self {
        let message = format!(
            "This model models/{model} is no longer available. Please update your code to use a newer model for the latest features and improvements."
        );
        Self::new(404, "NOT_FOUND", message)
    }

    pub(super) fn too_large(bytes_max: usize) -> Self {
        Self::new(413, "INVALID_ARGUMENT", format!("Request payload size exceeds the limit: {bytes_max} bytes."))
    }

    pub(super) fn overloaded() -> Self {
        Self::new(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")
    }

    pub(super) fn internal() -> Self {
        Self::new(
            500,
            "INTERNAL",
            "An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting",
        )
    }

    pub(super) fn out_of_funds(code: u16) -> Self {
        Self::new(
            code,
            "RESOURCE_EXHAUSTED",
            "Your prepayment credits are depleted. Please go to AI Studio to manage your project and billing.",
        )
    }

    pub(super) fn rate_limit_bare() -> Self {
        Self::new(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota).")
    }

    pub(super) fn rate_limit_minute(model: &str, retry_after_ms: u64) -> Self {
        let quota = Quota {
            metric: "generate_content_paid_tier_requests",
            id: "GenerateRequestsPerMinutePerProjectPerModel",
            limit: 10,
        };
        Self::quota(model, &[quota], &seconds(retry_after_ms))
    }

    /// The hint of a few seconds is what the real API says, though the quota returns at midnight.
    pub(super) fn rate_limit_day(model: &str) -> Self {
        let quota = Quota {
            metric: "generate_requests_per_model_per_day",
            id: "GenerateRequestsPerDayPerProjectPerModel",
            limit: 250,
        };
        Self::quota(model, &[quota], "22s")
    }

    pub(super) fn quota_zero(model: &str) -> Self {
        let quotas = [
            Quota {
                metric: "generate_content_free_tier_requests",
                id: "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
                limit: 0,
            },
            Quota {
                metric: "generate_content_free_tier_requests",
                id: "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
                limit: 0,
            },
            Quota {
                metric: "generate_content_free_tier_input_token_count",
                id: "GenerateContentInputTokensPerModelPerMinute-FreeTier",
                limit: 0,
            },
        ];
        Self::quota(model, &quotas, "53.226744435s")
    }

    fn quota(model: &str, quotas: &[Quota], retry_delay: &str) -> Self {
        let mut message = format!(
            "You exceeded your current quota, please check your plan and billing details. \
             For more information on this error, head to: {RATE_LIMITS_PAGE}."
        );
        for Quota { metric, limit, .. } in quotas {
            let line = format!(
                "\n* Quota exceeded for metric: generativelanguage.googleapis.com/{metric}, limit: {limit}, model: {model}"
            );
            message.push_str(&line);
        }
        message.push_str("\nPlease retry in ");
        message.push_str(retry_delay);
        message.push('.');
        let violations: Vec<Value> = quotas
            .iter()
            .map(|Quota { metric, id, limit }| {
                json!({
                    "quotaMetric": format!("generativelanguage.googleapis.com/{metric}"),
                    "quotaId": id,
                    "quotaDimensions": { "location": "global", "model": model },
                    "quotaValue": limit.to_string(),
                })
            })
            .collect();
        Self::new(429, "RESOURCE_EXHAUSTED", message)
            .with(json!({ "@type": "type.googleapis.com/google.rpc.QuotaFailure", "violations": violations }))
            .with(json!({
                "@type": "type.googleapis.com/google.rpc.Help",
                "links": [{ "description": "Learn more about Gemini API quotas", "url": RATE_LIMITS_PAGE }],
            }))
            .with(json!({ "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": retry_delay }))
    }
}

struct Quota {
    metric: &'static str,
    id: &'static str,
    limit: u32,
}

fn error_info(reason: &str, metadata: &Value) -> Value {
    json!({ "@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": reason, "domain": "googleapis.com", "metadata": metadata })
}

fn seconds(ms: u64) -> String {
    format!("{}.{:03}s", ms / 1000, ms % 1000)
}

/// The page of a load balancer.
pub(super) const HTML_502: &str = "<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 502 (Server Error)!!1</title>\n\
<p><b>502.</b> <ins>That's an error.</ins>\n<p>The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.\n";

pub(super) const HTML_404: &str = "<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error 404 (Not Found)!!1</title>\n\
<p><b>404.</b> <ins>That's an error.</ins>\n<p>The requested URL was not found on this server. <ins>That's all we know.</ins>\n";

/// Tokens of a request.
#[derive(Debug, Clone, Copy)]
pub(super) struct PromptTokens {
    pub(super) text: u64,
    pub(super) images: u64,
}

impl PromptTokens {
    fn total(self) -> u64 {
        self.text + self.images
    }

    fn alone(self) -> Value {
        json!({ "promptTokenCount": self.total(), "totalTokenCount": self.total() })
    }
}

pub(super) fn prompt_blocked(model: &Model, tokens: PromptTokens) -> Value {
    json!({ "promptFeedback": { "blockReason": "PROHIBITED_CONTENT" }, "usageMetadata": tokens.alone(), "modelVersion": model.id })
}

pub(super) fn image_withheld(tokens: PromptTokens) -> Value {
    json!({
        "candidates": [{
            "content": { "parts": null },
            "finishReason": "IMAGE_SAFETY",
            "finishMessage": "Unable to show the generated image. The image was filtered out because it violated the usage policy. You will not be charged for blocked images.",
            "index": 0,
        }],
        "usageMetadata": tokens.alone(),
    })
}

/// 200 without an image: `NO_IMAGE`, or `MAX_TOKENS` where the request allowed too few tokens for one.
pub(super) fn without_image(finish_reason: &str, tokens: PromptTokens) -> Value {
    json!({ "candidates": [{ "content": {}, "finishReason": finish_reason, "index": 0 }], "usageMetadata": tokens.alone() })
}

pub(super) fn text_only() -> Value {
    json!({ "candidates": [{ "content": { "role": "model", "parts": [{ "text": "I can't generate that image." }] }, "finishReason": "STOP", "index": 0 }] })
}

/// A good answer to be.
#[derive(Debug)]
pub(super) struct Made<'a> {
    pub(super) model: &'a Model,
    /// The last one is the picture.
    pub(super) images: Vec<Bytes>,
    /// A draft to think with, where thoughts were asked for.
    pub(super) draft: Option<Bytes>,
    pub(super) with_text: bool,
    pub(super) tokens: PromptTokens,
    pub(super) image_tokens: u64,
    pub(super) response_id: u64,
}

impl Made<'_> {
    pub(super) fn body(&self) -> Value {
        let mut parts = Vec::new();
        if let Some(draft) = &self.draft {
            parts.push(json!({ "text": "**Composing the scene**\n\nI'm settling light and layers before the final picture.", "thought": true }));
            parts.push(json!({ "inlineData": self.blob(draft), "thought": true }));
        }
        if self.with_text {
            parts.push(json!({ "text": "Here is the image:" }));
        }
        for image in &self.images {
            parts.push(json!({ "inlineData": self.blob(image) }));
        }
        let thinks = !self.model.thinking_levels.is_empty();
        if let Some(last) = parts.last_mut()
            && thinks
        {
            last["thoughtSignature"] = json!(BASE64_STANDARD.encode(self.response_id.to_be_bytes().repeat(6)));
        }
        let thought_tokens = if thinks { 90 + self.response_id % 200 } else { 0 };
        let text_tokens = if self.with_text { 5 } else { 0 };
        let made_tokens = self.image_tokens + text_tokens;
        let mut prompt_details = vec![json!({ "modality": "TEXT", "tokenCount": self.tokens.text })];
        if self.tokens.images > 0 {
            prompt_details.push(json!({ "modality": "IMAGE", "tokenCount": self.tokens.images }));
        }
        json!({
            "candidates": [{ "content": { "role": "model", "parts": parts }, "finishReason": "STOP", "index": 0 }],
            "usageMetadata": {
                "promptTokenCount": self.tokens.total(),
                "candidatesTokenCount": made_tokens,
                "totalTokenCount": self.tokens.total() + made_tokens + thought_tokens,
                "thoughtsTokenCount": thought_tokens,
                "promptTokensDetails": prompt_details,
                "candidatesTokensDetails": [{ "modality": "IMAGE", "tokenCount": self.image_tokens }],
            },
            "modelVersion": self.model.id,
            "responseId": format!("{:016x}", self.response_id),
        })
    }

    fn blob(&self, bytes: &[u8]) -> Value {
        json!({ "mimeType": self.model.mime_type(), "data": BASE64_STANDARD.encode(bytes) })
    }
}
