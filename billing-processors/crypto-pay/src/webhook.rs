//! Notifications: is it theirs, and what does it say?

use hmac::{Hmac, KeyInit as _, Mac as _};
use nproxy_domain::processor::{PaymentEvent, PaymentSnapshot, WebhookCall, WebhookError};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use crate::invoice::Invoice;

const SIGNATURE: &str = "crypto-pay-api-signature";
/// HMAC-SHA256 in hexadecimal digits.
const SIGNATURE_CHARS: usize = 64;
/// The only kind there is. What comes later is not about an invoice of ours.
const PAID: &str = "invoice_paid";

#[derive(Deserialize)]
struct Update {
    update_type: String,
    payload: Box<RawValue>,
}

/// Verifies the bytes as they came, then reads them. Their number of the update is not unique, and the date in it may be an
/// old one where it is sent again: what tells events apart is the invoice and its state.
pub(crate) fn read(
    call: &WebhookCall<'_>,
    token: &SecretString,
    sandbox: bool,
) -> Result<Vec<PaymentEvent>, WebhookError> {
    verify(call, token)?;
    let unreadable = |why: &str| WebhookError::Unreadable(why.to_owned());
    if call.body.len() > WebhookCall::BODY_BYTES_MAX {
        return Err(unreadable("it is too large"));
    }
    let update: Update = serde_json::from_slice(call.body).map_err(|_| unreadable("it is no update"))?;
    if update.update_type != PAID {
        return Ok(Vec::new());
    }
    let invoice: Invoice =
        serde_json::from_str(update.payload.get()).map_err(|_| unreadable("it is about no invoice"))?;
    let id = invoice.id().ok_or_else(|| unreadable("its invoice has no number"))?;
    let status = invoice.state().ok_or_else(|| unreadable("its invoice has a state that is not known"))?;
    let claims = PaymentSnapshot {
        payment: invoice.order(),
        price: invoice.price(),
        sandbox,
        ..PaymentSnapshot::new(id.clone(), status)
    };
    let event_key = format!("{id}:{}", invoice.status);
    Ok(vec![PaymentEvent { event_key, kind: update.update_type, id, claims: Some(claims) }])
}

/// The key is the hash of the token, its 32 bytes and not their digits. Compared in constant time.
fn verify(call: &WebhookCall<'_>, token: &SecretString) -> Result<(), WebhookError> {
    let text = call.headers.get(SIGNATURE).ok_or(WebhookError::SignatureMissing)?.as_bytes();
    let as_sent = text.len() == SIGNATURE_CHARS && text.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let signature = hex::decode(text).ok().filter(|_| as_sent).ok_or(WebhookError::SignatureWrong)?;
    let key = Sha256::digest(token.expose_secret().as_bytes());
    let mac = Hmac::<Sha256>::new_from_slice(&key).map_err(|_| WebhookError::SignatureWrong)?;
    mac.chain_update(call.body).verify_slice(&signature).map_err(|_| WebhookError::SignatureWrong)
}
