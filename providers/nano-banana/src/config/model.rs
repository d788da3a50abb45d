//! `[providers.nano_banana.models."<name>"]`: changes to a documented model, or all of another one.

use std::collections::BTreeMap;

use nproxy_domain::plugin::from_text;
use nproxy_domain::provider::{Capabilities, ImageStrength, MicroUsd, Shape, UpstreamModel};
use serde::{Deserialize, Deserializer};

use super::builtin::{BATCH_MAX, Builtin, MODELS, PROMPT_CHARS_MAX, RATIOS};
use super::resolutions::{self, Size};
use super::usd::Usd;

/// The API's own limit on input pictures.
const INPUTS_MAX: u8 = 14;

/// What is left out keeps its documented value; a model that is not documented has to say its `sizes`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ModelSettings {
    /// `["1:1", "16:9"]`, in the order of the presets.
    ratios: Option<Vec<Shape>>,
    /// `["1K", "2K"]`; empty where the model knows no size field.
    sizes: Option<Vec<Size>>,
    #[serde(deserialize_with = "some")]
    inputs_max: Option<u8>,
    #[serde(deserialize_with = "some")]
    batch_max: Option<u8>,
    #[serde(deserialize_with = "some")]
    prompt_chars_max: Option<u32>,
    /// Estimated price of one picture by size, decimal text: `{ "1K" = "0.0336" }`.
    price_usd: BTreeMap<String, Usd>,
}

fn some<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: std::str::FromStr,
    T::Err: std::fmt::Display,
{
    from_text(deserializer).map(Some)
}

/// Key (below `models`) and reason.
type Wrong = (String, String);

/// The documented models with their changes, then the others by name.
pub(super) fn merge(
    settings: &BTreeMap<String, ModelSettings>,
    strength_words: bool,
) -> Result<Vec<UpstreamModel>, Wrong> {
    let unchanged = ModelSettings::default();
    let documented = MODELS.iter().map(|b| (b.name, Some(b), settings.get(b.name).unwrap_or(&unchanged)));
    let others = settings.iter().filter(|(name, _)| MODELS.iter().all(|b| b.name != name.as_str()));
    documented
        .chain(others.map(|(name, own)| (name.as_str(), None, own)))
        .map(|(name, builtin, own)| {
            own.capabilities(name, builtin, strength_words)
                .map(|capabilities| UpstreamModel { name: name.to_owned(), capabilities })
                .map_err(|(key, reason)| {
                    (if key.is_empty() { name.to_owned() } else { format!("{name}.{key}") }, reason)
                })
        })
        .collect()
}

impl ModelSettings {
    fn capabilities(
        &self,
        name: &str,
        builtin: Option<&Builtin>,
        strength_words: bool,
    ) -> Result<Capabilities, (&'static str, String)> {
        // The name becomes a part of the path, so nothing that means something there.
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._".contains(&b)) {
            return Err(("", "a model's name has only letters, digits, '-', '.' and '_'".to_owned()));
        }
        let sizes = match (&self.sizes, builtin) {
            (Some(sizes), _) => sizes.as_slice(),
            (None, Some(builtin)) => builtin.sizes,
            (None, None) => return Err(("sizes", "needed, because the model is not a documented one".to_owned())),
        };
        let ratios = self.ratios.as_deref().unwrap_or(&RATIOS);
        if let Some(ratio) = ratios.iter().find(|r| !resolutions::is_known(**r)) {
            return Err(("ratios", format!("{ratio} has no documented pixel size; one of {}", resolutions::known())));
        }
        if let Some(double) = first_double(ratios) {
            return Err(("ratios", format!("{double} stands twice")));
        }
        if first_double(sizes).is_some() {
            return Err(("sizes", "a size stands twice".to_owned()));
        }
        let inputs_max = self.inputs_max.or(builtin.map(|b| b.inputs_max)).unwrap_or(1);
        if inputs_max > INPUTS_MAX {
            return Err(("inputs_max", format!("{inputs_max} is more than the {INPUTS_MAX} that the API takes")));
        }
        let batch_max = self.batch_max.unwrap_or(BATCH_MAX);
        if !(1..=BATCH_MAX).contains(&batch_max) {
            return Err(("batch_max", format!("{batch_max} is not from 1 to {BATCH_MAX}")));
        }
        let prompt_chars_max = self.prompt_chars_max.unwrap_or(PROMPT_CHARS_MAX);
        if prompt_chars_max == 0 {
            return Err(("prompt_chars_max", "0 would refuse every prompt".to_owned()));
        }
        if let Some(size) = self.price_usd.keys().find(|size| Size::named(size).is_none()) {
            return Err(("price_usd", format!("{size:?} is no size; one of {}", Size::ALL.map(Size::name).join(", "))));
        }
        let documented = |size| builtin?.prices.iter().find(|(s, _)| *s == size).map(|(_, micros)| *micros);
        let price = |size| {
            let own = self.price_usd.get(Size::name(size)).map(|usd| usd.0);
            own.or_else(|| documented(size).map(MicroUsd))
        };
        Ok(Capabilities {
            resolutions: resolutions::presets(ratios, sizes, price),
            batch_max,
            inputs_max,
            image_strength: if strength_words && inputs_max > 0 {
                ImageStrength::Emulated
            } else {
                ImageStrength::None
            },
            prompt_chars_max,
        })
    }
}

fn first_double<T: PartialEq>(items: &[T]) -> Option<&T> {
    items.iter().enumerate().find(|(i, item)| items[..*i].contains(item)).map(|(_, item)| item)
}
