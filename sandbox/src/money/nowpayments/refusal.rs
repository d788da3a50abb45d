//! How NOWPayments refuses.

use crate::money::json::Json;

/// A status, one of its codes, and words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    status: u16,
    code: &'static str,
    message: String,
}

impl Refusal {
    /// A field that is missing, or not what it must be.
    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self { status: 400, code: "INVALID_REQUEST_PARAMS", message: message.into() }
    }

    pub(super) fn currency(currency: &str) -> Self {
        let message = format!("Currency {} was not found", currency.to_uppercase());
        Self { status: 400, code: "CURRENCY_UNAVAILABLE", message }
    }

    pub(super) fn too_little(amount: impl std::fmt::Display) -> Self {
        let message = format!("Crypto amount {amount} is less than minimal");
        Self { status: 400, code: "AMOUNT_MINIMAL_ERROR", message }
    }

    /// Without a key, and with one that nobody knows.
    pub(super) fn key() -> Self {
        Self { status: 403, code: "INVALID_API_KEY", message: "Invalid api key".to_owned() }
    }

    pub(super) fn no_token() -> Self {
        let message = "Authorization header is empty (Bearer JWTtoken is required)".to_owned();
        Self { status: 401, code: "AUTH_REQUIRED", message }
    }

    pub(super) fn token() -> Self {
        Self { status: 401, code: "INVALID_JWT", message: "JWT is expired or invalid".to_owned() }
    }

    pub(super) fn password() -> Self {
        Self { status: 403, code: "ACCESS_DENIED", message: "Bad credentials".to_owned() }
    }

    pub(super) fn no_payment() -> Self {
        Self { status: 404, code: "PAYMENT_NOT_FOUND", message: "Payment not found".to_owned() }
    }

    pub(super) fn no_endpoint() -> Self {
        Self { status: 404, code: "NOT_FOUND", message: "Endpoint not found".to_owned() }
    }

    pub(super) fn down() -> Self {
        Self { status: 503, code: "SERVICE_UNAVAILABLE", message: "Service is temporarily unavailable".to_owned() }
    }

    /// What the answer is made of.
    pub(super) fn parts(&self) -> (u16, Json) {
        let body = Json::object([
            ("status", false.into()),
            ("statusCode", u64::from(self.status).into()),
            ("code", self.code.into()),
            ("message", self.message.clone().into()),
        ]);
        (self.status, body)
    }
}
