//! Signatures that stand in the body, and ways to read them carelessly.

use nproxy_domain::processor::{WebhookCall, WebhookError};
use serde_json::{Map, Value};

use super::toy::{Ways, mac, unsealed};

fn when(kept: bool) -> Result<(), WebhookError> {
    if kept { Ok(()) } else { Err(WebhookError::SignatureWrong) }
}

/// Takes the signature off, and signs what is left.
pub(super) struct Honest;

impl Ways for Honest {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        let (body, given) = unsealed(call.body).ok_or(WebhookError::SignatureMissing)?;
        when(given == mac(secret, &body).as_bytes())
    }
}

/// Believes a body that has none.
pub(super) struct Optional;

impl Ways for Optional {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        if unsealed(call.body).is_some() { Honest::heed(call, secret) } else { Ok(()) }
    }
}

/// Takes capitals for small letters.
pub(super) struct CaseBlind;

impl Ways for CaseBlind {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        let (body, given) = unsealed(call.body).ok_or(WebhookError::SignatureMissing)?;
        when(given.eq_ignore_ascii_case(mac(secret, &body).as_bytes()))
    }
}

/// Signs the JSON as it would write it itself.
pub(super) struct WritesAnew;

impl Ways for WritesAnew {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        let mut json: Map<String, Value> =
            serde_json::from_slice(call.body).map_err(|_| WebhookError::SignatureMissing)?;
        let given = json.remove("sig").ok_or(WebhookError::SignatureMissing)?;
        when(given == mac(secret, Value::Object(json).to_string().as_bytes()))
    }
}
