//! A job as the JSON input of a model.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nproxy_domain::provider::{ImageJob, InputImage, strength};
use serde::Serialize;

#[derive(Serialize)]
struct Input<'a> {
    prompt: String,
    num_images: u8,
    /// Left out: 1:1, and on edits the ratio of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<String>,
    /// Only where the model knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    resolution: Option<&'a str>,
    /// Data URIs, in the customer's order, because prompts speak of "the first image".
    #[serde(skip_serializing_if = "Vec::is_empty")]
    image_urls: Vec<String>,
}

/// The body. The prompt stands unaltered; the words of the strength follow in a paragraph of their own, for there is one
/// text only.
pub(crate) fn body(job: &ImageJob) -> Result<Vec<u8>, serde_json::Error> {
    let words = job.image_strength.filter(|_| !job.inputs.is_empty()).map(strength::words);
    let prompt = words.map_or_else(|| job.prompt.clone(), |words| format!("{}\n\n{words}", job.prompt));
    serde_json::to_vec(&Input {
        prompt,
        num_images: 1,
        aspect_ratio: job.resolution.aspect.map(|shape| shape.to_string()),
        resolution: job.resolution.tier.as_deref(),
        image_urls: job.inputs.iter().map(data_uri).collect(),
    })
}

fn data_uri(image: &InputImage) -> String {
    format!("data:{};base64,{}", image.mime, STANDARD.encode(&image.bytes))
}
