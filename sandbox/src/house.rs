//! What the played services share: the rules, the purse, the painters.

use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::{body::Incoming, header::AUTHORIZATION, http::request::Parts};
use serde_json::{Number, Value};

use crate::{
    bill::{Deed, Entry},
    controls::{Controls, Turn},
    desk::Desk,
    options::SandboxOptions,
    service::Service,
    studio::Studio,
};

pub(crate) struct House {
    pub(crate) controls: Controls,
    pub(crate) studio: Studio,
    /// In lower case.
    policy_words: Vec<String>,
    billing_keys: Vec<String>,
    pub(crate) request_bytes_max: usize,
    /// `http` or `https`: how the addresses begin that a service tells.
    pub(crate) scheme: &'static str,
}

/// Why a body could not be read.
pub(crate) enum Unread {
    TooLarge,
    Cut,
}

impl House {
    pub(crate) fn new(controls: Controls, options: &SandboxOptions) -> Self {
        let words = options.policy_words.iter().map(|word| word.to_lowercase()).filter(|word| !word.is_empty());
        Self {
            controls,
            studio: Studio::new(options.small_pictures, options.heavy_pictures_bytes),
            policy_words: words.collect(),
            billing_keys: options.billing_keys.clone(),
            request_bytes_max: options.request_bytes_max,
            scheme: if options.tls.is_some() { "https" } else { "http" },
        }
    }

    pub(crate) fn refuses(&self, prompt: &str) -> bool {
        let prompt = prompt.to_lowercase();
        self.policy_words.iter().any(|word| prompt.contains(word))
    }

    pub(crate) fn is_billing_key(&self, key: &str) -> bool {
        self.billing_keys.iter().any(|known| known == key)
    }

    /// Where a call is answered that nothing is known of yet; without a turn, its key is not known either.
    pub(crate) fn desk(&self, service: Service, deed: Deed, turn: Option<&Turn>) -> Desk {
        let entry = Entry {
            begun: turn.map(|turn| turn.begun),
            service,
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
        };
        Desk { controls: self.controls.clone(), entry, ticket: None }
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

/// Millionths of a dollar as a JSON number of dollars.
pub(crate) fn dollars(micro_usd: u64) -> Value {
    let text = format!("{}.{:06}", micro_usd / 1_000_000, micro_usd % 1_000_000);
    text.parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
}
