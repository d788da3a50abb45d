//! How a BTCPay server refuses.

use crate::money::json::Json;

/// What is in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// No key, or one that nobody knows.
    Unauthenticated,
    /// The key may not do this, or not in this store.
    Forbidden(&'static str),
    InvoiceNotFound,
    NotFound,
    /// The body doesn't say that it is JSON.
    NotJson,
    Malformed(String),
    /// Fields with what is wrong with each.
    Invalid(Vec<(String, String)>),
    /// Another rule.
    Refused(&'static str, &'static str),
    Down,
}

impl Refusal {
    pub(super) fn field(path: &str, message: impl Into<String>) -> Self {
        Self::Invalid(vec![(path.to_owned(), message.into())])
    }

    /// What the answer is made of.
    pub(super) fn parts(&self) -> (u16, Json) {
        let error = |code: &str, message: &str| Json::object([("code", code.into()), ("message", message.into())]);
        match self {
            Self::Unauthenticated => {
                (401, error("unauthenticated", "Authentication is required for accessing this endpoint"))
            }
            Self::Forbidden(permission) => {
                let message = format!(
                    "Insufficient API Permissions. Please use an API key with permission: {permission}. \
                     You can create an API key in your account's settings / Api Keys."
                );
                let missing = Json::object([("missingPermission", (*permission).into())]);
                (403, missing.with([("code", "missing-permission".into()), ("message", message.into())]))
            }
            Self::InvoiceNotFound => (404, error("invoice-not-found", "The invoice was not found")),
            Self::NotFound => (404, error("not-found", "There is no such endpoint")),
            Self::NotJson => {
                let title = ("title", "Unsupported Media Type".into());
                (415, Json::object([title, ("status", 415_u64.into())]))
            }
            Self::Malformed(message) => (400, error("generic-error", message)),
            Self::Invalid(fields) => {
                let wrong = |(path, message): &(String, String)| {
                    Json::object([("path", path.clone().into()), ("message", message.clone().into())])
                };
                (422, Json::List(fields.iter().map(wrong).collect()))
            }
            Self::Refused(code, message) => (400, error(code, message)),
            Self::Down => (503, error("service-unavailable", "The server is starting")),
        }
    }
}
