//! How Crypto Pay refuses.

use crate::money::json::Json;

/// A status and a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    name: &'static str,
}

impl Refusal {
    /// A parameter that is missing, or not what it must be.
    pub(super) fn bad(name: &'static str) -> Self {
        Self { status: 400, name }
    }

    /// Without a token, with one that nobody knows, and with one of the other network.
    pub(super) fn token() -> Self {
        Self { status: 401, name: "UNAUTHORIZED" }
    }

    pub(super) fn method() -> Self {
        Self { status: 405, name: "METHOD_NOT_FOUND" }
    }

    pub(super) fn down() -> Self {
        Self { status: 503, name: "SERVICE_UNAVAILABLE" }
    }

    /// What the answer is made of.
    pub(super) fn parts(self) -> (u16, Json) {
        let error = Json::object([("code", u64::from(self.status).into()), ("name", self.name.into())]);
        (self.status, Json::object([("ok", false.into()), ("error", error)]))
    }
}
