//! The toy's webhooks, from both sides.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue};
use nproxy_domain::processor::{ExternalId, PaymentEvent, PaymentSnapshot, WebhookCall, WebhookError};
use serde::Deserialize;
use sha2::Sha256;

use super::Ways;
use super::wire::{is_id, status};

/// HMAC-SHA256 in hexadecimal digits.
const MAC_CHARS: usize = 64;
pub(in crate::broken) const HEADER: &str = "x-toy-sig";

#[derive(Deserialize)]
pub(in crate::broken) struct Told {
    pub event: String,
    kind: String,
    pub id: String,
    state: Option<String>,
}

pub(in crate::broken) fn mac(secret: &str, body: &[u8]) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("any length will do");
    mac.update(body);
    hex::encode(mac.finalize().into_bytes())
}

/// As the toy sends.
pub(in crate::broken) fn sign(secret: &str, body: &[u8]) -> HeaderMap {
    let value = HeaderValue::from_str(&mac(secret, body)).expect("hex");
    HeaderMap::from_iter([(HeaderName::from_static(HEADER), value)])
}

pub(in crate::broken) fn verify(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
    let given = call.headers.get(HEADER).ok_or(WebhookError::SignatureMissing)?;
    if given.as_bytes() == mac(secret, call.body).as_bytes() { Ok(()) } else { Err(WebhookError::SignatureWrong) }
}

/// As a toy that signs in the body sends: what is no object, or an empty one, it can't sign.
pub(in crate::broken) fn sign_within(secret: &str, body: &[u8]) -> Vec<u8> {
    match body.strip_suffix(b"}").filter(|rest| rest.len() > 1) {
        Some(rest) => [rest, format!(",\"sig\":\"{}\"}}", mac(secret, body)).as_bytes()].concat(),
        None => body.to_vec(),
    }
}

/// The body as it was signed, and the signature that stands at its end.
pub(in crate::broken) fn unsealed(body: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    const MEMBER: &[u8] = b",\"sig\":\"";
    let at = body.len().checked_sub(MEMBER.len() + MAC_CHARS + 2)?;
    let (rest, sealed) = body.split_at(at);
    let signature = sealed.strip_prefix(MEMBER)?.strip_suffix(b"\"}")?;
    Some(([rest, b"}"].concat(), signature))
}

pub(super) fn read<W: Ways>(call: &WebhookCall<'_>, secret: &str) -> Result<Vec<PaymentEvent>, WebhookError> {
    W::heed(call, secret)?;
    let event = serde_json::from_slice(call.body).ok().filter(|_| W::bounds(call));
    let event: Told = event.ok_or_else(|| W::unreadable(call.body))?;
    if ![&event.event, &event.kind, &event.id].into_iter().all(|text| is_id(text)) {
        return Err(W::unreadable(call.body));
    }
    let id = ExternalId(event.id.clone());
    let claimed = event.state.as_deref().and_then(|state| status(state, false));
    let claims = claimed.map(|status| PaymentSnapshot::new(id.clone(), status));
    Ok(vec![PaymentEvent { event_key: W::event_key(&event), kind: event.kind, id, claims }])
}
