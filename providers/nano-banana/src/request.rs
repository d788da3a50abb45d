//! A job as the JSON of `generateContent`.
//!
//! Fields that Google does not know are refused with 400, and several known ones break the image models
//! (`candidateCount`, `maxOutputTokens`, `thinkingConfig` on some), so nothing stands here that a picture does not need.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nproxy_domain::provider::{ImageJob, InputImage, strength};
use serde::Serialize;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Body<'a> {
    contents: [Content<'a>; 1],
    generation_config: GenerationConfig<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    role: &'static str,
    parts: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Part<'a> {
    Text(&'a str),
    InlineData(InlineData<'a>),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct InlineData<'a> {
    mime_type: &'a str,
    data: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct GenerationConfig<'a> {
    /// `["IMAGE"]` alone would silence the words of a refusal.
    response_modalities: [&'static str; 2],
    /// Left out as a whole when there is nothing to say: the older model refuses some of its fields.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_config: Option<ImageConfig<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImageConfig<'a> {
    /// Left out: an edit keeps the ratio of its (last) input.
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_size: Option<&'a str>,
}

/// The body. The prompt stands unaltered in a part of its own; the words of the strength follow in another, then the
/// inputs in the customer's order, because prompts speak of "the first image".
pub(crate) fn body(job: &ImageJob) -> Result<Vec<u8>, serde_json::Error> {
    let words = job.image_strength.filter(|_| !job.inputs.is_empty()).map(strength::words);
    let texts = std::iter::once(job.prompt.as_str()).chain(words).map(Part::Text);
    let resolution = &job.resolution;
    let has_config = resolution.aspect.is_some() || resolution.tier.is_some();
    let body = Body {
        contents: [Content { role: "user", parts: texts.chain(job.inputs.iter().map(input)).collect() }],
        generation_config: GenerationConfig {
            response_modalities: ["TEXT", "IMAGE"],
            image_config: has_config.then(|| ImageConfig {
                aspect_ratio: resolution.aspect.map(|shape| shape.to_string()),
                image_size: resolution.tier.as_deref(),
            }),
        },
    };
    serde_json::to_vec(&body)
}

fn input(image: &InputImage) -> Part<'_> {
    Part::InlineData(InlineData { mime_type: &image.mime, data: STANDARD.encode(&image.bytes) })
}
