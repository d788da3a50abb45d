//! A job as the JSON of `chat/completions`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use nproxy_domain::provider::{ImageJob, InputImage, strength};
use serde::Serialize;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    /// Without `text` the words of a refusal would be lost.
    modalities: [&'static str; 2],
    /// Left out as a whole when there is nothing to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    image_config: Option<ImageConfig<'a>>,
    messages: [Message<'a>; 1],
}

#[derive(Serialize)]
struct ImageConfig<'a> {
    /// Left out: an edit keeps the ratio of its (last) input.
    #[serde(skip_serializing_if = "Option::is_none")]
    aspect_ratio: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_size: Option<&'a str>,
}

#[derive(Serialize)]
struct Message<'a> {
    role: &'static str,
    content: Vec<Part<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part<'a> {
    Text { text: &'a str },
    ImageUrl { image_url: Link },
}

#[derive(Serialize)]
struct Link {
    url: String,
}

/// The body. The prompt stands unaltered in a part of its own; the words of the strength follow in another, then the
/// inputs in the customer's order, because prompts speak of "the first image".
pub(crate) fn body(job: &ImageJob) -> Result<Vec<u8>, serde_json::Error> {
    let words = job.image_strength.filter(|_| !job.inputs.is_empty()).map(strength::words);
    let texts = std::iter::once(job.prompt.as_str()).chain(words).map(|text| Part::Text { text });
    let resolution = &job.resolution;
    let has_config = resolution.aspect.is_some() || resolution.tier.is_some();
    let body = Body {
        model: &job.model,
        modalities: ["image", "text"],
        image_config: has_config.then(|| ImageConfig {
            aspect_ratio: resolution.aspect.map(|shape| shape.to_string()),
            image_size: resolution.tier.as_deref(),
        }),
        messages: [Message { role: "user", content: texts.chain(job.inputs.iter().map(input)).collect() }],
    };
    serde_json::to_vec(&body)
}

fn input(image: &InputImage) -> Part<'_> {
    let url = format!("data:{};base64,{}", image.mime, STANDARD.encode(&image.bytes));
    Part::ImageUrl { image_url: Link { url } }
}
