//! What processors tell us unasked.

use super::order::ExternalId;
use super::snapshot::PaymentSnapshot;

/// A webhook as it came: signatures are over these very bytes.
#[derive(Clone, Copy)]
pub struct WebhookCall<'a> {
    pub headers: &'a http::HeaderMap,
    pub body: &'a [u8],
}

impl WebhookCall<'_> {
    /// No processor sends more.
    pub const BODY_BYTES_MAX: usize = 64 * 1024;
}

impl std::fmt::Debug for WebhookCall<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "WebhookCall({} bytes)", self.body.len())
    }
}

/// The answer that makes a sender stop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WebhookAnswer {
    pub status: http::StatusCode,
    pub body: &'static str,
}

/// A verified event. It only triggers a reading of the payment's status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentEvent {
    /// The same for the same event sent twice: it is stored once.
    pub event_key: String,
    /// The sender's name of what happened: `InvoiceSettled`, `finished`.
    pub kind: String,
    pub id: ExternalId,
    /// What the event itself claims; evidence, not truth.
    pub claims: Option<PaymentSnapshot>,
}

/// Why a webhook is not believed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WebhookError {
    #[error("the signature is missing")]
    SignatureMissing,
    #[error("the signature is wrong")]
    SignatureWrong,
    #[error("the signature is too old")]
    SignatureOld,
    /// This processor sends none.
    #[error("this processor sends no webhooks")]
    NotSent,
    /// Signed, and yet not to be read. The text quotes nothing of the body.
    #[error("the body can't be read: {0}")]
    Unreadable(String),
}
