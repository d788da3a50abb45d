//! The models of a plugin: the documented ones, and what the configuration makes of them.
//!
//! `[providers.<id>.models."<name>"]` holds changes to a documented model, or all of another one. Most models are Google's,
//! wherever they are had, so their shapes and sizes are common to all plugins; names, prices and limits are not, and a model
//! of somebody else brings its own [`Shapes`].

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer};

use super::capabilities::{Capabilities, ImageStrength, MicroUsd, Shape, UpstreamModel};
use super::presets::{self, Shapes, Size};
use super::price::Usd;
use crate::plugin::{ConfigError, Section, from_text};

/// Pictures of one submit; each is a request of its own.
const BATCH_MAX: u8 = 4;
/// Of a prompt, where the upstream has no lower limit: far below what the models read, far above what anybody types.
pub const PROMPT_CHARS_MAX: u32 = 8_000;

/// What a model can do when the configuration says nothing else.
#[derive(Clone, Copy, Debug)]
pub struct Documented {
    pub name: &'static str,
    pub shapes: Shapes,
    /// Empty: the request has no size field, and pictures come at 1K.
    pub sizes: &'static [Size],
    /// 0: text to image only.
    pub inputs_max: u8,
    /// Estimated price of one picture by size, in millionths of a US dollar; input pictures add 0.002 to 0.004 USD.
    pub prices: &'static [(Size, i64)],
}

/// What is left out keeps its documented value; a model that is not documented has to say its `sizes`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ModelSettings {
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

/// What a plugin knows of its upstream's models.
#[derive(Clone, Copy, Debug)]
pub struct Lineup {
    pub documented: &'static [Documented],
    /// Of the models that only the configuration knows.
    pub others: Shapes,
    /// The API's own limit on input pictures.
    pub inputs_max: u8,
    /// Offered unless the configuration says otherwise; [`PROMPT_CHARS_MAX`] where the API has no lower limit.
    pub prompt_chars_max: u32,
    /// Whether a name may stand where the API wants it.
    pub is_name: fn(&str) -> bool,
    /// What to say where it may not.
    pub name_rule: &'static str,
}

/// Key (below the model) and reason.
type Wrong = (&'static str, String);

impl Lineup {
    /// The documented models with their changes, then the others by name; `first` is moved to the front.
    pub fn models(
        &self,
        section: &Section,
        first: &str,
        settings: &BTreeMap<String, ModelSettings>,
        strength_words: bool,
    ) -> Result<Vec<UpstreamModel>, ConfigError> {
        let unchanged = ModelSettings::default();
        let documented = self.documented.iter().map(|d| (d.name, Some(d), settings.get(d.name).unwrap_or(&unchanged)));
        let others = settings.iter().filter(|(name, _)| self.documented.iter().all(|d| d.name != name.as_str()));
        let mut models = documented
            .chain(others.map(|(name, own)| (name.as_str(), None, own)))
            .map(|(name, documented, own)| match own.capabilities(self, name, documented, strength_words) {
                Ok(capabilities) => Ok(UpstreamModel { name: name.to_owned(), capabilities }),
                Err((key, reason)) => {
                    let dot = if key.is_empty() { "" } else { "." };
                    Err(ConfigError { key: format!("{}.models.{name}{dot}{key}", section.path), reason })
                }
            })
            .collect::<Result<Vec<_>, _>>()?;
        let Some(at) = models.iter().position(|m| m.name == first) else {
            let known: Vec<&str> = models.iter().map(|m| m.name.as_str()).collect();
            let reason = format!("{first:?} is none of the models: {}", known.join(", "));
            return Err(ConfigError { key: format!("{}.model", section.path), reason });
        };
        models[..=at].rotate_right(1);
        Ok(models)
    }
}

impl ModelSettings {
    fn capabilities(
        &self,
        lineup: &Lineup,
        name: &str,
        documented: Option<&Documented>,
        strength_words: bool,
    ) -> Result<Capabilities, Wrong> {
        if !(lineup.is_name)(name) {
            return Err(("", lineup.name_rule.to_owned()));
        }
        let sizes = match (&self.sizes, documented) {
            (Some(sizes), _) => sizes.as_slice(),
            (None, Some(documented)) => documented.sizes,
            (None, None) => return Err(("sizes", "needed, because the model is not a documented one".to_owned())),
        };
        let shapes = documented.map_or(lineup.others, |d| d.shapes);
        let ratios = self.ratios.clone().unwrap_or_else(|| shapes.usual());
        if let Some(ratio) = ratios.iter().find(|r| !shapes.knows(**r)) {
            return Err(("ratios", format!("{ratio} has no documented pixel size; one of {}", shapes.known())));
        }
        if matches!(shapes, Shapes::Own(_)) && !sizes.is_empty() {
            return Err(("sizes", "the model makes one size of each shape".to_owned()));
        }
        if let Some(double) = first_double(&ratios) {
            return Err(("ratios", format!("{double} stands twice")));
        }
        if first_double(sizes).is_some() {
            return Err(("sizes", "a size stands twice".to_owned()));
        }
        let inputs_max = self.inputs_max.or(documented.map(|d| d.inputs_max)).unwrap_or(1);
        if inputs_max > lineup.inputs_max {
            let max = lineup.inputs_max;
            return Err(("inputs_max", format!("{inputs_max} is more than the {max} that the API takes")));
        }
        let batch_max = self.batch_max.unwrap_or(BATCH_MAX);
        if !(1..=BATCH_MAX).contains(&batch_max) {
            return Err(("batch_max", format!("{batch_max} is not from 1 to {BATCH_MAX}")));
        }
        let prompt_chars_max = self.prompt_chars_max.unwrap_or(lineup.prompt_chars_max);
        if prompt_chars_max == 0 {
            return Err(("prompt_chars_max", "0 would refuse every prompt".to_owned()));
        }
        if let Some(size) = self.price_usd.keys().find(|size| Size::named(size).is_none()) {
            return Err(("price_usd", format!("{size:?} is no size; one of {}", Size::ALL.map(Size::name).join(", "))));
        }
        let price = |size| {
            let own = self.price_usd.get(Size::name(size)).map(|usd| usd.0);
            own.or_else(|| documented?.prices.iter().find(|(s, _)| *s == size).map(|(_, micros)| MicroUsd(*micros)))
        };
        Ok(Capabilities {
            resolutions: presets::presets(shapes, &ratios, sizes, price),
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
