//! How OxaPay refuses, and what every answer is wrapped in.

use crate::money::json::Json;

pub(super) fn envelope(data: Json, message: &str, error: Json, status: u16) -> Json {
    Json::object([
        ("data", data),
        ("message", message.into()),
        ("error", error),
        ("status", u64::from(status).into()),
        ("version", "1.0.0".into()),
    ])
}

/// A status, what is wrong with what, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    kind: &'static str,
    key: &'static str,
    message: String,
}

impl Refusal {
    pub(super) fn bad(key: &'static str, why: impl std::fmt::Display) -> Self {
        Self { status: 400, kind: "invalid_request", key, message: format!("The {key} {why}.") }
    }

    pub(super) fn key() -> Self {
        let message = "Invalid merchant API key".to_owned();
        Self { status: 401, kind: "unauthorized", key: "merchant_api_key", message }
    }

    pub(super) fn missing() -> Self {
        Self { status: 404, kind: "not_found", key: "track_id", message: "The payment was not found".to_owned() }
    }

    pub(super) fn down() -> Self {
        let message = "Service unavailable".to_owned();
        Self { status: 503, kind: "service_unavailable", key: "service", message }
    }

    /// What the answer is made of.
    pub(super) fn parts(&self) -> (u16, Json) {
        let error = [("type", self.kind.into()), ("key", self.key.into()), ("message", self.message.clone().into())];
        (self.status, envelope(Json::object([]), &self.message, Json::object(error), self.status))
    }
}
