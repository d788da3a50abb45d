//! `[providers.fal]`: where the queue is, which models it has, and the bounds of its calls.

use std::collections::BTreeMap;

use nproxy_domain::plugin::{ConfigError, Section, from_text};
use nproxy_domain::provider::{Documented, Lineup, ModelSettings, PROMPT_CHARS_MAX, Shapes, Size, UpstreamModel};
use serde::Deserialize;
use url::Url;

const BASE_URL: &str = "https://queue.fal.run";
const API_URL: &str = "https://api.fal.ai";
/// The newest of the documented models that takes a `resolution`; the one to start with.
const MODEL: &str = "fal-ai/nano-banana-2";
/// No limit is documented; inputs travel as data URIs within the request.
const REQUEST_BYTES_MAX: usize = 18_000_000;
/// A 2K picture is at most some 10 MB, where a relay puts it into the answer a third more.
const REPLY_BYTES_MAX: usize = 48_000_000;
/// One call; the work itself is waited for by asking again.
const CALL_TIMEOUT_S: u64 = 60;
const CALL_TIMEOUT_S_MAX: u64 = 600;
/// The vendor's own client asks every 500 ms; here every asking is a turn of a worker.
const POLL_INTERVAL_MS: u64 = 1_000;
const POLL_INTERVAL_MS_MIN: u64 = 250;
const POLL_INTERVAL_MS_MAX: u64 = 60_000;
const REQUEST_BYTES_MIN: usize = 64 * 1024;
const REPLY_BYTES_MIN: usize = 64 * 1024;

/// Prices are not documented in a form that could be kept here, so they are unknown until configured.
const LINEUP: Lineup = Lineup {
    documented: &[
        Documented { name: MODEL, shapes: Shapes::Common, sizes: &[Size::K1, Size::K2], inputs_max: 14, prices: &[] },
        // Whether it takes `resolution` is not documented.
        Documented { name: "google/nano-banana-2.1", shapes: Shapes::Common, sizes: &[], inputs_max: 14, prices: &[] },
        Documented {
            name: "fal-ai/nano-banana-pro",
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[],
        },
        Documented { name: "fal-ai/nano-banana", shapes: Shapes::Common, sizes: &[], inputs_max: 3, prices: &[] },
        // No `/edit` is documented for it.
        Documented { name: "fal-ai/nano-banana-lite", shapes: Shapes::Common, sizes: &[], inputs_max: 0, prices: &[] },
    ],
    others: Shapes::Common,
    inputs_max: 14,
    prompt_chars_max: PROMPT_CHARS_MAX,
    is_name: is_endpoint,
    name_rule: "a model's name is a path like \"fal-ai/nano-banana\", of letters, digits, '-', '.' and '_'",
};

fn is_endpoint(name: &str) -> bool {
    let plain = |part: &str| part.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b));
    name.contains('/') && name.split('/').all(|part| !part.is_empty() && !part.starts_with('.') && plain(part))
}

/// The settings as written. Every number and switch may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// The queue: origin and, for relays, a path before the model's.
    pub base_url: Url,
    /// Where an account's balance is asked for, with the admin key.
    pub api_url: Url,
    /// The model that stands first in the list.
    model: String,
    /// Models by the upstream's name: changes to the documented ones, and others.
    models: BTreeMap<String, ModelSettings>,
    #[serde(deserialize_with = "from_text")]
    pub request_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub reply_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub call_timeout_s: u64,
    #[serde(deserialize_with = "from_text")]
    pub poll_interval_ms: u64,
    /// Whether image strength is offered, by words added after the prompt.
    #[serde(deserialize_with = "from_text")]
    strength_words: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: Url::parse(BASE_URL).expect("a constant"),
            api_url: Url::parse(API_URL).expect("a constant"),
            model: MODEL.to_owned(),
            models: BTreeMap::new(),
            request_bytes_max: REQUEST_BYTES_MAX,
            reply_bytes_max: REPLY_BYTES_MAX,
            call_timeout_s: CALL_TIMEOUT_S,
            poll_interval_ms: POLL_INTERVAL_MS,
            strength_words: true,
        }
    }
}

impl Settings {
    /// Reads and checks a section. The models come with the default one first.
    pub fn read(section: &Section) -> Result<(Self, Vec<UpstreamModel>), ConfigError> {
        let settings: Self = section.read()?;
        section.at_least("request_bytes_max", settings.request_bytes_max, REQUEST_BYTES_MIN)?;
        section.at_least("reply_bytes_max", settings.reply_bytes_max, REPLY_BYTES_MIN)?;
        section.within("call_timeout_s", settings.call_timeout_s, 1..=CALL_TIMEOUT_S_MAX, "seconds")?;
        let bounds = POLL_INTERVAL_MS_MIN..=POLL_INTERVAL_MS_MAX;
        section.within("poll_interval_ms", settings.poll_interval_ms, bounds, "milliseconds")?;
        let models = LINEUP.models(section, &settings.model, &settings.models, settings.strength_words)?;
        Ok((settings, models))
    }
}
