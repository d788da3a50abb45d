//! What the server tells unasked: the signature over the raw bytes first, then the event.

use hmac::{Hmac, KeyInit as _, Mac as _};
use nproxy_domain::processor::{
    ExternalId, PaymentEvent, PaymentSnapshot, PaymentStatus, Scalar, WebhookCall, WebhookError,
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::Sha256;

use crate::{api, reply};

const HEADER: &str = "btcpay-sig";
const SCHEME: &str = "sha256=";
const KEY_CHARS_MAX: usize = 200;

/// `WebhookInvoiceEvent`, and what its kinds add.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    r#type: String,
    /// Absent where something else than an invoice is told of.
    invoice_id: Option<String>,
    delivery_id: Option<String>,
    /// Of the first delivery, where this is sent again.
    original_delivery_id: Option<String>,
    timestamp: Option<Scalar>,
    metadata: Option<Box<RawValue>>,
    over_paid: Option<bool>,
    partially_paid: Option<bool>,
}

/// No event: it is about something else than an invoice.
pub(crate) fn read(call: &WebhookCall<'_>, secret: &SecretString) -> Result<Vec<PaymentEvent>, WebhookError> {
    let given = call.headers.get(HEADER).ok_or(WebhookError::SignatureMissing)?;
    verify(given.as_bytes(), call.body, secret)?;
    let unreadable = |why: &str| WebhookError::Unreadable(why.to_owned());
    if call.body.len() > WebhookCall::BODY_BYTES_MAX {
        return Err(unreadable("it is too long"));
    }
    let event: Event = serde_json::from_slice(call.body).map_err(|error| {
        // Category and place only: the error's text may quote the body.
        let (kind, line, column) = (error.classify(), error.line(), error.column());
        WebhookError::Unreadable(format!("it is no event ({kind:?} error at line {line} column {column})"))
    })?;
    if !api::is_id(&event.r#type) {
        return Err(unreadable("it has a type that can't be one"));
    }
    let Some(id) = event.invoice_id.clone() else { return Ok(Vec::new()) };
    if !api::is_id(&id) {
        return Err(unreadable("it names an invoice that can't be one"));
    }
    let event_key = event.key(&id).ok_or_else(|| unreadable("it names a delivery that can't be one"))?;
    let id = ExternalId(id);
    Ok(vec![PaymentEvent { event_key, claims: event.claims(&id), kind: event.r#type, id }])
}

/// Lower case alone, as the server writes it; compared in constant time.
fn verify(given: &[u8], body: &[u8], secret: &SecretString) -> Result<(), WebhookError> {
    let digits = given.strip_prefix(SCHEME.as_bytes()).ok_or(WebhookError::SignatureWrong)?;
    if digits.iter().any(u8::is_ascii_uppercase) {
        return Err(WebhookError::SignatureWrong);
    }
    let signature = hex::decode(digits).map_err(|_| WebhookError::SignatureWrong)?;
    let mut mac =
        Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).map_err(|_| WebhookError::SignatureWrong)?;
    mac.update(body);
    mac.verify_slice(&signature).map_err(|_| WebhookError::SignatureWrong)
}

impl Event {
    /// Deliveries of one event share the first one's id. Without ids there is what happened to what, and when.
    fn key(&self, invoice: &str) -> Option<String> {
        let delivery = self.original_delivery_id.as_ref().or(self.delivery_id.as_ref());
        let key = match (delivery, &self.timestamp) {
            (Some(delivery), _) => delivery.clone(),
            (None, Some(at)) => format!("{}:{invoice}:{at}", self.r#type),
            (None, None) => format!("{}:{invoice}", self.r#type),
        };
        let plain = !key.is_empty() && key.bytes().all(|b| b.is_ascii_graphic());
        (plain && key.len() <= KEY_CHARS_MAX).then_some(key)
    }

    /// `None`: it says that something came, not where the invoice stands.
    fn claims(&self, id: &ExternalId) -> Option<PaymentSnapshot> {
        let status = match self.r#type.as_str() {
            "InvoiceCreated" => PaymentStatus::Pending,
            // After its time it was seen in full, which is not certain yet.
            "InvoiceProcessing" | "InvoicePaidAfterExpiration" => PaymentStatus::Confirming,
            "InvoiceSettled" if self.over_paid == Some(true) => PaymentStatus::Overpaid,
            "InvoiceSettled" => PaymentStatus::Paid,
            "InvoiceExpired" if self.partially_paid != Some(true) => PaymentStatus::Expired,
            "InvoiceExpired" | "InvoiceExpiredPaidPartial" => PaymentStatus::ClosedShort,
            "InvoiceInvalid" => PaymentStatus::Failed,
            _ => return None,
        };
        let payment = reply::order_of(self.metadata.as_deref());
        Some(PaymentSnapshot { payment, ..PaymentSnapshot::new(id.clone(), status) })
    }
}
