//! What the played services share: the rules, the purse, the painters.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{body::Incoming, header::AUTHORIZATION, http::request::Parts};
use serde_json::{Number, Value};

use crate::{
    bill::{Deed, Entry},
    controls::{Controls, Turn},
    studio::Studio,
};

pub(crate) struct House {
    pub(crate) controls: Controls,
    pub(crate) studio: Studio,
    /// In lower case.
    policy_words: Vec<String>,
    billing_keys: Vec<String>,
    credit_micro_usd: u64,
    pub(crate) request_bytes_max: usize,
}

/// Why a body could not be read.
pub(crate) enum Unread {
    TooLarge,
    Cut,
}

impl House {
    pub(crate) fn new(
        controls: Controls,
        policy_words: &[String],
        billing_keys: Vec<String>,
        credit_micro_usd: u64,
        request_bytes_max: usize,
    ) -> Self {
        let policy_words = policy_words.iter().map(|w| w.to_lowercase()).filter(|word| !word.is_empty()).collect();
        Self { controls, studio: Studio::new(), policy_words, billing_keys, credit_micro_usd, request_bytes_max }
    }

    pub(crate) fn refuses(&self, prompt: &str) -> bool {
        let prompt = prompt.to_lowercase();
        self.policy_words.iter().any(|word| prompt.contains(word))
    }

    pub(crate) fn is_billing_key(&self, key: &str) -> bool {
        self.billing_keys.iter().any(|known| known == key)
    }

    /// What was paid in, and what all keys together have used.
    pub(crate) fn credit_and_usage(&self) -> (u64, u64) {
        (self.credit_micro_usd, self.controls.bill().totals.billed_micro_usd)
    }

    pub(crate) async fn body(&self, body: Incoming) -> Result<Bytes, Unread> {
        match Limited::new(body, self.request_bytes_max).collect().await {
            Ok(body) => Ok(body.to_bytes()),
            Err(error) if error.is::<LengthLimitError>() => Err(Unread::TooLarge),
            Err(_) => Err(Unread::Cut),
        }
    }
}

/// The key behind `Authorization: <scheme> <key>`.
pub(crate) fn authorized<'a>(head: &'a Parts, scheme: &str) -> Option<&'a str> {
    let value = head.headers.get(AUTHORIZATION)?.to_str().ok()?;
    value.strip_prefix(scheme)?.strip_prefix(' ').map(str::trim).filter(|key| !key.is_empty())
}

/// The entry of a call that nothing is known of yet.
pub(crate) fn entry(deed: Deed, turn: Option<&Turn>) -> Entry {
    Entry {
        key_index: turn.map(|turn| turn.key_index),
        deed,
        model: None,
        prompt_hash: None,
        input_images: 0,
        fault: turn.and_then(|turn| turn.fault),
        status: None,
        outcome: String::new(),
        images_made: 0,
        billed_micro_usd: 0,
    }
}

/// Millionths of a dollar as a JSON number of dollars.
pub(crate) fn dollars(micro_usd: u64) -> Value {
    let text = format!("{}.{:06}", micro_usd / 1_000_000, micro_usd % 1_000_000);
    text.parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}
