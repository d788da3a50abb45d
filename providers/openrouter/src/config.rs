//! `[providers.openrouter]`: where the API is, which models it has, and the bounds of a call.

use std::collections::BTreeMap;

use nproxy_domain::plugin::{ConfigError, Section, from_text};
use nproxy_domain::provider::{Documented, Lineup, ModelSettings, PROMPT_CHARS_MAX, Shapes, Size, UpstreamModel};
use serde::Deserialize;
use url::Url;

const BASE_URL: &str = "https://openrouter.ai/api/v1";
/// The newest of the documented models; the one to start with.
const MODEL: &str = "google/gemini-nano-banana-2.1";
/// No limit is documented; this is what Gemini's own clients keep to.
const REQUEST_BYTES_MAX: usize = 18_000_000;
/// A 2K picture is at most some 10 MB, a third more as base64.
const REPLY_BYTES_MAX: usize = 48_000_000;
/// A 2K picture took 21 to 69 s by model when measured at Gemini; a call given up earlier is still billed.
const ATTEMPT_TIMEOUT_S: u64 = 120;
const ATTEMPT_TIMEOUT_S_MAX: u64 = 600;
/// Smaller than this, not even a text to image request or its picture fits.
const REQUEST_BYTES_MIN: usize = 64 * 1024;
const REPLY_BYTES_MIN: usize = 1024 * 1024;

/// The slugs found in public code in October 2026. OpenRouter charges the upstream's price.
const LINEUP: Lineup = Lineup {
    documented: &[
        Documented {
            name: MODEL,
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[(Size::K1, 33_600), (Size::K2, 50_400), (Size::K4, 113_000)],
        },
        Documented {
            name: "google/gemini-3.1-flash-image",
            shapes: Shapes::Common,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 14,
            prices: &[(Size::K1, 67_000), (Size::K2, 101_000), (Size::K4, 151_000)],
        },
        Documented {
            name: "google/gemini-2.5-flash-image",
            shapes: Shapes::Common,
            sizes: &[],
            inputs_max: 3,
            prices: &[(Size::K1, 39_000)],
        },
    ],
    others: Shapes::Common,
    inputs_max: 16,
    prompt_chars_max: PROMPT_CHARS_MAX,
    is_name: |name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._/:~".contains(&b)),
    name_rule: "a model's name has only letters, digits, '-', '.', '_', '/', ':' and '~'",
};

/// The settings as written. Every number and switch may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Origin and path before `/chat/completions`.
    pub base_url: Url,
    /// The model that stands first in the list.
    model: String,
    /// Models by the upstream's name: changes to the documented ones, and others.
    models: BTreeMap<String, ModelSettings>,
    #[serde(deserialize_with = "from_text")]
    pub request_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub reply_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub attempt_timeout_s: u64,
    /// Whether image strength is offered, by words added after the prompt.
    #[serde(deserialize_with = "from_text")]
    strength_words: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: Url::parse(BASE_URL).expect("a constant"),
            model: MODEL.to_owned(),
            models: BTreeMap::new(),
            request_bytes_max: REQUEST_BYTES_MAX,
            reply_bytes_max: REPLY_BYTES_MAX,
            attempt_timeout_s: ATTEMPT_TIMEOUT_S,
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
        section.within("attempt_timeout_s", settings.attempt_timeout_s, 1..=ATTEMPT_TIMEOUT_S_MAX, "seconds")?;
        let models = LINEUP.models(section, &settings.model, &settings.models, settings.strength_words)?;
        Ok((settings, models))
    }
}
