//! `[providers.openai]`: where the API is, which models it has, and the bounds of a call.

use std::collections::BTreeMap;

use nproxy_domain::plugin::{ConfigError, Section, from_text};
use nproxy_domain::provider::{Documented, Lineup, ModelSettings, PROMPT_CHARS_MAX, Shapes, Size, UpstreamModel};
use serde::Deserialize;
use url::Url;

const BASE_URL: &str = "https://api.openai.com/v1";
/// Of the documented models that make any size, the one that is known longest; none is cheaper.
const MODEL: &str = "gpt-image-2";
/// The API takes 16 pictures of 50 MB each. This gets through a slow proxy in good time, and is the same with every provider.
const REQUEST_BYTES_MAX: usize = 18_000_000;
/// A 2K picture is at most some 10 MB, a third more as base64.
const REPLY_BYTES_MAX: usize = 48_000_000;
/// A picture of high quality took 94 s when measured by others; a call given up earlier is still billed.
const ATTEMPT_TIMEOUT_S: u64 = 120;
const ATTEMPT_TIMEOUT_S_MAX: u64 = 600;
/// Smaller than this, not even a text to image request or its picture fits.
const REQUEST_BYTES_MIN: usize = 64 * 1024;
const REPLY_BYTES_MIN: usize = 1024 * 1024;
/// The largest picture, lying or standing.
const SIDES_MAX: (u32, u32) = (3840, 2160);

/// The sizes of the models that know no others.
const FIXED: Shapes = Shapes::Own(&[((1, 1), 1024, 1024), ((3, 2), 1536, 1024), ((2, 3), 1024, 1536)]);

/// What a picture costs goes by tokens and quality, so prices are unknown until configured: 0.13 USD is known of
/// gpt-image-2 at high quality, 16:9. Sources: the official client and OpenAPI document, August 2026, and the models pages.
const LINEUP: Lineup = Lineup {
    documented: &[
        Documented { name: MODEL, shapes: Shapes::Free, sizes: &[Size::K1, Size::K2], inputs_max: 16, prices: &[] },
        // Both since 2026-09-08.
        Documented {
            name: "gpt-image-2.5-flare",
            shapes: Shapes::Free,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 16,
            prices: &[],
        },
        Documented {
            name: "gpt-image-2.5-sunburst",
            shapes: Shapes::Free,
            sizes: &[Size::K1, Size::K2],
            inputs_max: 16,
            prices: &[],
        },
        Documented { name: "gpt-image-1.5", shapes: FIXED, sizes: &[], inputs_max: 16, prices: &[] },
        Documented { name: "gpt-image-1", shapes: FIXED, sizes: &[], inputs_max: 16, prices: &[] },
        Documented { name: "gpt-image-1-mini", shapes: FIXED, sizes: &[], inputs_max: 16, prices: &[] },
    ],
    // Whatever is new makes any size; what goes by another name and makes three has to say `ratios = ["1:1"]`.
    others: Shapes::Free,
    inputs_max: 16,
    // The API takes 32,000.
    prompt_chars_max: PROMPT_CHARS_MAX,
    is_name: |name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._:/".contains(&b)),
    name_rule: "a model's name has only letters, digits, '-', '.', '_', ':' and '/'",
};

/// The models that take `input_fidelity`; the others refuse the whole request, the newer ones among them.
const TAKE_FIDELITY: [&str; 2] = ["gpt-image-1", "gpt-image-1.5"];
/// The documented models that know no quality above `high`.
const HIGH_AT_MOST: [&str; 4] = [MODEL, "gpt-image-1.5", "gpt-image-1", "gpt-image-1-mini"];

/// Whether `input_fidelity` may be sent.
pub(crate) fn takes_fidelity(model: &str) -> bool {
    TAKE_FIDELITY.contains(&model)
}

/// How much work a picture is; `xhigh` and `max` are known to the 2.5 models alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Quality {
    /// The upstream decides, and the field is left out.
    #[default]
    Auto,
    Low,
    Medium,
    High,
    Xhigh,
    Max,
}

impl Quality {
    /// The highest that the model knows up to this one.
    pub fn within(self, model: &str) -> Self {
        match self {
            Self::Xhigh | Self::Max if HIGH_AT_MOST.contains(&model) => Self::High,
            known => known,
        }
    }
}

/// The settings as written. Every number and switch may stand as text.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Settings {
    /// Origin and path before `/images/generations`.
    pub base_url: Url,
    /// The model that stands first in the list.
    model: String,
    /// Models by the upstream's name: changes to the documented ones, and others.
    models: BTreeMap<String, ModelSettings>,
    pub quality: Quality,
    #[serde(deserialize_with = "from_text")]
    pub request_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub reply_bytes_max: usize,
    #[serde(deserialize_with = "from_text")]
    pub attempt_timeout_s: u64,
    /// Whether image strength is offered, by words added after the prompt and, where it is taken, by `input_fidelity`.
    #[serde(deserialize_with = "from_text")]
    strength_words: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: Url::parse(BASE_URL).expect("a constant"),
            model: MODEL.to_owned(),
            models: BTreeMap::new(),
            quality: Quality::default(),
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
        if settings.quality.within(&settings.model) != settings.quality {
            return Err(section.error("quality", format!("{} knows none above \"high\"", settings.model)));
        }
        for model in &models {
            let mut sizes =
                model.capabilities.resolutions.iter().map(|r| (r.width.max(r.height), r.width.min(r.height)));
            if let Some((long, short)) = sizes.find(|(long, short)| *long > SIDES_MAX.0 || *short > SIDES_MAX.1) {
                let reason = format!("{long}x{short} is larger than {}x{}", SIDES_MAX.0, SIDES_MAX.1);
                return Err(section.error(&format!("models.{}.sizes", model.name), reason));
            }
        }
        Ok((settings, models))
    }
}
