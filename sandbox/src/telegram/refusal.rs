//! Why a call was refused, in the words of the real one.

use serde_json::{Value, json};

use crate::serve::Reply;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    code: u16,
    description: String,
    retry_after_s: Option<u64>,
}

impl Refusal {
    pub(super) fn new(code: u16, description: impl Into<String>) -> Self {
        Self { code, description: description.into(), retry_after_s: None }
    }

    pub(super) fn bad(what: impl AsRef<str>) -> Self {
        Self::new(400, format!("Bad Request: {}", what.as_ref()))
    }

    pub(super) fn forbidden(what: &str) -> Self {
        Self::new(403, format!("Forbidden: {what}"))
    }

    pub(super) fn too_many_requests(retry_after_s: u64) -> Self {
        let description = format!("Too Many Requests: retry after {retry_after_s}");
        Self { code: 429, description, retry_after_s: Some(retry_after_s) }
    }

    pub(super) fn reply(&self) -> Reply {
        let mut body = json!({ "ok": false, "error_code": self.code, "description": self.description });
        if let Some(retry_after) = self.retry_after_s {
            body["parameters"] = json!({ "retry_after": retry_after });
        }
        Reply::json(self.code, &body)
    }
}

/// A result, or why there is none.
pub(super) type Answered = Result<Value, Refusal>;
