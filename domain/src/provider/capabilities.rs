//! What an upstream model can do, as data.

use serde::{Deserialize, Serialize};

/// Millionths of a US dollar: upstream prices are fractions of a cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MicroUsd(pub i64);

/// How a model treats "how closely to keep to the input".
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImageStrength {
    None,
    /// By words added to the prompt; coarse.
    Emulated,
    /// A number that the upstream takes.
    Native,
}

/// A ratio of width to height, in the upstream's own terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Shape {
    pub wide: u16,
    pub high: u16,
}

impl TryFrom<String> for Shape {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let parts = text.split_once(':').and_then(|(w, h)| Some((w.parse().ok()?, h.parse().ok()?)));
        match parts {
            Some((wide, high)) if wide > 0 && high > 0 => Ok(Self { wide, high }),
            _ => Err(format!("{text:?} is not a ratio like \"16:9\"")),
        }
    }
}

impl From<Shape> for String {
    fn from(shape: Shape) -> Self {
        shape.to_string()
    }
}

impl std::fmt::Display for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}", self.wide, self.high)
    }
}

/// A preset that a customer may choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// Stable name: `auto`, `square`, `wide`, `square-2k`.
    pub id: String,
    pub label: String,
    /// `None`: the upstream decides, and keeps the input's ratio on edits.
    pub aspect: Option<Shape>,
    /// The upstream's name for the size tier (`1K`); `None`: the field is left out.
    pub tier: Option<String>,
    /// The size to expect, in pixels. The delivered picture's own size is what is shown in the end.
    pub width: u32,
    pub height: u32,
    /// Estimated cost of one picture; unknown is `None`, never zero.
    pub price: Option<MicroUsd>,
}

/// What may be asked of a model.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Capabilities {
    pub resolutions: Vec<Resolution>,
    pub batch_max: u8,
    /// Input pictures for image to image; 0: text to image only.
    pub inputs_max: u8,
    pub image_strength: ImageStrength,
    pub prompt_chars_max: u32,
}

impl Capabilities {
    pub fn resolution(&self, id: &str) -> Option<&Resolution> {
        self.resolutions.iter().find(|r| r.id == id)
    }

    /// The same from text alone.
    #[must_use]
    pub fn without_inputs(self) -> Self {
        Self { inputs_max: 0, image_strength: ImageStrength::None, ..self }
    }
}

/// A model as its upstream names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UpstreamModel {
    pub name: String,
    pub capabilities: Capabilities,
}
