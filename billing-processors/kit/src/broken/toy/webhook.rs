//! The toy's webhooks, from both sides.

use hmac::{Hmac, KeyInit as _, Mac as _};
use http::{HeaderMap, HeaderName, HeaderValue};
use nproxy_domain::processor::{ExternalId, PaymentEvent, PaymentSnapshot, WebhookCall, WebhookError};
use serde::Deserialize;
use sha2::Sha256;

use super::Ways;
use super::wire::{is_id, status};

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
