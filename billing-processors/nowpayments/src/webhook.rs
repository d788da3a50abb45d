//! Notifications: is it theirs, and what does it say?

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::HeaderMap;
use nproxy_domain::processor::{PaymentEvent, WebhookCall, WebhookError};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha512;

use crate::canonical;
use crate::payment::Payment;
use crate::reading::Reading;

const SIGNATURE: &str = "x-nowpayments-sig";
/// HMAC-SHA512 in hexadecimal digits.
const SIGNATURE_CHARS: usize = 128;
const KIND_CHARS_MAX: usize = 40;

/// Verifies, then reads what was signed.
pub(crate) fn read(
    call: &WebhookCall<'_>,
    secret: &SecretString,
    reading: &Reading,
) -> Result<Vec<PaymentEvent>, WebhookError> {
    let signature = signature(call.headers)?;
    let signed = canonical::forms(call.body).into_iter().find(|form| is_signed(form, &signature, secret));
    let signed = signed.ok_or(WebhookError::SignatureWrong)?;
    if call.body.len() > WebhookCall::BODY_BYTES_MAX {
        return unreadable("it is too large");
    }
    let Ok(payment) = serde_json::from_str::<Payment>(&signed) else {
        return unreadable("it is about no payment");
    };
    event(&payment, reading).map(|event| vec![event])
}

/// As the sender writes it: small hexadecimal digits and nothing else.
fn signature(headers: &HeaderMap) -> Result<Vec<u8>, WebhookError> {
    let text = headers.get(SIGNATURE).ok_or(WebhookError::SignatureMissing)?.as_bytes();
    let as_sent = text.len() == SIGNATURE_CHARS && text.iter().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    if !as_sent {
        return Err(WebhookError::SignatureWrong);
    }
    hex::decode(text).map_err(|_| WebhookError::SignatureWrong)
}

/// In constant time.
fn is_signed(form: &str, signature: &[u8], secret: &SecretString) -> bool {
    let key = secret.expose_secret().trim().as_bytes();
    Hmac::<Sha512>::new_from_slice(key).is_ok_and(|mac| mac.chain_update(form).verify_slice(signature).is_ok())
}

fn event(payment: &Payment, reading: &Reading) -> Result<PaymentEvent, WebhookError> {
    let Ok(id) = payment.id(reading) else { return unreadable("its payment has no id") };
    let kind = payment.status.clone();
    let plain = |b: u8| b.is_ascii_lowercase() || b == b'_';
    if kind.is_empty() || kind.len() > KIND_CHARS_MAX || !kind.bytes().all(plain) {
        return unreadable("its status is no word");
    }
    // One notification for each step; the same step sent again has the same time, or the same amount.
    let step = match &payment.updated_at {
        Some(at) if reading.is_plain(&at.0) => at.0.clone(),
        _ => payment.received().ok().flatten().map(|amount| amount.to_string()).unwrap_or_default(),
    };
    let event_key = format!("{id}:{kind}:{step}");
    // A status that is not known yet still says that something happened; what it was is asked for.
    Ok(PaymentEvent { event_key, kind, id, claims: payment.snapshot(reading).ok() })
}

fn unreadable<T>(why: &str) -> Result<T, WebhookError> {
    Err(WebhookError::Unreadable(why.to_owned()))
}
