//! Webhooks that are believed too easily, or not for what they are.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use nproxy_domain::processor::{WebhookCall, WebhookError};
use serde_json::Value;

use super::toy::{self, HEADER, Told, Ways};

fn given<'a>(call: &WebhookCall<'a>) -> Result<&'a str, WebhookError> {
    let header = call.headers.get(HEADER).ok_or(WebhookError::SignatureMissing)?;
    header.to_str().map_err(|_| WebhookError::SignatureWrong)
}

fn when(kept: bool) -> Result<(), WebhookError> {
    if kept { Ok(()) } else { Err(WebhookError::SignatureWrong) }
}

/// Believes everything.
pub(super) struct Unsigned;

impl Ways for Unsigned {
    fn heed(_: &WebhookCall<'_>, _: &str) -> Result<(), WebhookError> {
        Ok(())
    }
}

/// Believes what isn't signed, and verifies what is.
pub(super) struct SignatureOptional;

impl Ways for SignatureOptional {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        if call.headers.contains_key(HEADER) { toy::verify(call, secret) } else { Ok(()) }
    }
}

/// Calls a signature that isn't there a wrong one.
pub(super) struct MissingIsWrong;

impl Ways for MissingIsWrong {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        toy::verify(call, secret).map_err(|_| WebhookError::SignatureWrong)
    }
}

/// Verifies the JSON as it would write it itself.
pub(super) struct WritesAnew;

impl Ways for WritesAnew {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        let json: Value = serde_json::from_slice(call.body).unwrap_or_default();
        when(given(call)? == toy::mac(secret, json.to_string().as_bytes()))
    }
}

/// Takes capitals for small letters.
pub(super) struct CaseBlind;

impl Ways for CaseBlind {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        when(given(call)?.eq_ignore_ascii_case(&toy::mac(secret, call.body)))
    }
}

/// Overlooks spaces around the signature.
pub(super) struct Trims;

impl Ways for Trims {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        when(given(call)?.trim() == toy::mac(secret, call.body))
    }
}

/// Compares as much of the signature as there is.
pub(super) struct ComparesTheBeginning;

impl Ways for ComparesTheBeginning {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        when(toy::mac(secret, call.body).starts_with(given(call)?))
    }
}

/// Believes a signature that it has seen, whatever stands under it.
pub(super) struct RemembersSignatures;

impl Ways for RemembersSignatures {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        static SEEN: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
        let given = given(call)?;
        let mut seen = SEEN.lock().expect("nobody panics with it");
        if !seen.contains(given) {
            toy::verify(call, secret)?;
            seen.insert(given.to_owned());
        }
        Ok(())
    }
}

/// Signs with a secret that everybody knows.
pub(super) struct ForgetsTheSecret;

impl Ways for ForgetsTheSecret {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        when([secret, ""].iter().any(|secret| given(call).is_ok_and(|given| given == toy::mac(secret, call.body))))
            .or_else(|wrong| given(call).and(Err(wrong)))
    }
}

/// Reads first and verifies then.
pub(super) struct ReadsFirst;

impl Ways for ReadsFirst {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        given(call)?;
        let read = serde_json::from_slice::<Value>(call.body).map(drop);
        read.map_err(|_| WebhookError::Unreadable("it is no event".to_owned()))?;
        toy::verify(call, secret)
    }
}

/// Panics where the signature is shorter than it should be.
pub(super) struct PanicsOnShortSignatures;

impl Ways for PanicsOnShortSignatures {
    fn heed(call: &WebhookCall<'_>, secret: &str) -> Result<(), WebhookError> {
        when(given(call)?[..64] == *toy::mac(secret, call.body)).and_then(|()| toy::verify(call, secret))
    }
}

/// Reads bodies of any length.
pub(super) struct Boundless;

impl Ways for Boundless {
    fn bounds(_: &WebhookCall<'_>) -> bool {
        true
    }
}

/// Quotes what it couldn't read.
pub(super) struct Quotes;

impl Ways for Quotes {
    fn unreadable(body: &[u8]) -> WebhookError {
        WebhookError::Unreadable(String::from_utf8_lossy(body).into_owned())
    }
}

/// Counts events, so that the same one sent again is another.
pub(super) struct CountsEvents;

impl Ways for CountsEvents {
    fn event_key(_: &Told) -> String {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        NEXT.fetch_add(1, Ordering::Relaxed).to_string()
    }
}

/// Has one key for all that happens to a payment, so that the second event is never heard.
pub(super) struct OneKeyPerPayment;

impl Ways for OneKeyPerPayment {
    fn event_key(event: &Told) -> String {
        event.id.clone()
    }
}
