//! One picture to be made.

use std::fmt;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use url::Url;

use super::capabilities::Resolution;
use crate::ids::ProviderId;
use crate::outcome::{Class, PluginError, Spent};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    TextToImage,
    ImageToImage,
}

impl Mode {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TextToImage => "text_to_image",
            Self::ImageToImage => "image_to_image",
        }
    }
}

/// How closely the result keeps to the input: 1 = closest, 0 = least bound by it.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Strength(f32);

impl Strength {
    /// `None` outside 0.0 to 1.0.
    pub fn new(value: f32) -> Option<Self> {
        (0.0..=1.0).contains(&value).then_some(Self(value))
    }

    pub fn value(self) -> f32 {
        self.0
    }
}

/// An input picture: already decoded once, turned upright and stripped of metadata. `Debug` shows neither it nor its link.
#[derive(Clone)]
pub struct InputImage {
    pub mime: String,
    pub bytes: Bytes,
    /// Where an upstream can fetch it for ten minutes: whoever has the link sees the picture. Only for
    /// [`Inputs::Links`](super::Inputs::Links).
    pub link: Option<Url>,
}

impl InputImage {
    /// One that nobody fetches.
    pub fn new(mime: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        Self { mime: mime.into(), bytes: bytes.into(), link: None }
    }
}

impl fmt::Debug for InputImage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InputImage({}, {} bytes)", self.mime, self.bytes.len())
    }
}

/// What a provider is asked to make. `Debug` shows neither prompt nor pictures.
#[derive(Clone)]
pub struct ImageJob {
    /// The upstream's name of the model.
    pub model: String,
    pub mode: Mode,
    pub prompt: String,
    pub resolution: Resolution,
    /// Only with inputs.
    pub image_strength: Option<Strength>,
    /// In the customer's order: prompts speak of "the first image".
    pub inputs: Vec<InputImage>,
}

impl fmt::Debug for ImageJob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ImageJob")
            .field("model", &self.model)
            .field("mode", &self.mode)
            .field("resolution", &self.resolution.id)
            .field("inputs", &self.inputs)
            .finish_non_exhaustive()
    }
}

impl ImageJob {
    /// A job for a model that this provider has not, whatever the catalogue says.
    pub fn not_configured(&self, provider: &ProviderId) -> PluginError {
        let detail = format!("{} is not configured for {provider}", self.model);
        PluginError::new(Class::ModelGone, Spent::No, &detail, &[])
    }
}
