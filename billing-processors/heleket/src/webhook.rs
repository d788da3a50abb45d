//! Webhooks: are they theirs, and what do they say?

use nproxy_domain::processor::{ExternalId, PaymentEvent, WebhookCall, WebhookError};
use secrecy::SecretString;
use serde::Deserialize;
use subtle::ConstantTimeEq as _;

use crate::invoice::{Invoice, is_id};
use crate::sealed::unseal;
use crate::sign::sign;

/// Others tell of wallets and payouts, which are none of ours.
const PAYMENT: &str = "payment";
const KIND_CHARS_MAX: usize = 40;

#[derive(Deserialize)]
struct Notice {
    r#type: String,
    uuid: Option<String>,
    status: Option<String>,
}

/// Verifies, then reads what was signed. One invoice is told of several times; each state once. That it is of an invoice
/// needs its uuid and its state alone: the vendor's own examples tell no currency.
pub(crate) fn read(call: &WebhookCall<'_>, key: &SecretString) -> Result<Vec<PaymentEvent>, WebhookError> {
    let unsealed = unseal(call.body).ok_or(WebhookError::SignatureMissing)?;
    let given = unsealed.signature.ok_or(WebhookError::SignatureWrong)?;
    let expected = sign(unsealed.signed.as_bytes(), key);
    if !bool::from(expected.as_bytes().ct_eq(given.as_bytes())) {
        return Err(WebhookError::SignatureWrong);
    }
    let unreadable = |why: &str| WebhookError::Unreadable(why.to_owned());
    if call.body.len() > WebhookCall::BODY_BYTES_MAX {
        return Err(unreadable("it is too large"));
    }
    let notice: Notice = serde_json::from_str(&unsealed.signed).map_err(|_| unreadable("it has no type"))?;
    if notice.r#type != PAYMENT {
        return Ok(Vec::new());
    }
    let id =
        notice.uuid.filter(|uuid| is_id(uuid)).map(ExternalId).ok_or_else(|| unreadable("it is about no invoice"))?;
    let kind = notice.status.unwrap_or_default();
    let plain = |b: u8| b.is_ascii_lowercase() || b == b'_';
    if kind.is_empty() || kind.len() > KIND_CHARS_MAX || !kind.bytes().all(plain) {
        return Err(unreadable("its state is no word"));
    }
    // A state that is not known yet still says that something happened; what it was is asked for.
    let claims = serde_json::from_str::<Invoice>(&unsealed.signed).ok().and_then(|invoice| invoice.snapshot().ok());
    Ok(vec![PaymentEvent { event_key: format!("{id}:{kind}"), kind, id, claims }])
}
