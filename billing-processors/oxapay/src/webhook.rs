//! Webhooks: are they theirs, and what do they say?

use hmac::{Hmac, KeyInit as _, Mac as _};
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use sha2::Sha512;

use crate::invoice::{INVOICE, Invoice};

const SIGNATURE: &str = "hmac";
/// HMAC-SHA512 in hexadecimal digits.
const SIGNATURE_CHARS: usize = 128;
const KIND_CHARS_MAX: usize = 40;

#[derive(Deserialize)]
struct Notice {
    r#type: String,
}

/// Verifies the bytes as they came, then reads them. One invoice is told of several times; each state once.
pub(crate) fn read(
    call: &WebhookCall<'_>,
    key: &SecretString,
    sandbox: bool,
) -> Result<Vec<PaymentEvent>, WebhookError> {
    verify(call, key)?;
    let unreadable = |why: &str| WebhookError::Unreadable(why.to_owned());
    if call.body.len() > WebhookCall::BODY_BYTES_MAX {
        return Err(unreadable("it is too large"));
    }
    let notice: Notice = serde_json::from_slice(call.body).map_err(|_| unreadable("it has no type"))?;
    if notice.r#type != INVOICE {
        return Ok(Vec::new());
    }
    let invoice: Invoice = serde_json::from_slice(call.body).map_err(|_| unreadable("it is about no invoice"))?;
    let id = invoice.id().map_err(|odd| unreadable(odd.0))?;
    let kind = invoice.state();
    let plain = |b: u8| b.is_ascii_lowercase() || b == b'_';
    if kind.is_empty() || kind.len() > KIND_CHARS_MAX || !kind.bytes().all(plain) {
        return Err(unreadable("its state is no word"));
    }
    // A state that is not known yet still says that something happened; what it was is asked for.
    Ok(vec![PaymentEvent { event_key: format!("{id}:{kind}"), kind, id, claims: invoice.snapshot(sandbox).ok() }])
}

/// As the sender writes it, digit by digit, and in constant time.
fn verify(call: &WebhookCall<'_>, key: &SecretString) -> Result<(), WebhookError> {
    let text = call.headers.get(SIGNATURE).ok_or(WebhookError::SignatureMissing)?.as_bytes();
    let as_sent = text.len() == SIGNATURE_CHARS && text.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let signature = hex::decode(text).ok().filter(|_| as_sent).ok_or(WebhookError::SignatureWrong)?;
    let mac = Hmac::<Sha512>::new_from_slice(key.expose_secret().as_bytes());
    let mac = mac.map_err(|_| WebhookError::SignatureWrong)?.chain_update(call.body);
    mac.verify_slice(&signature).map_err(|_| WebhookError::SignatureWrong)
}
