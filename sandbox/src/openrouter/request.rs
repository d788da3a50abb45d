//! From a request body to an order, or to the refusal the real API would give.

use std::sync::Arc;

use image::DynamicImage;
use serde::Deserialize;
use serde_json::Value;

use super::replies::ApiError;
use crate::gemini::{
    models::{Model, Ratio, Size, Tier},
    request::decode,
};

const INPUT_IMAGES_MAX: usize = 16;

/// What is to be made.
pub(super) struct Order {
    /// `google/..`
    pub(super) slug: String,
    pub(super) model: &'static Model,
    pub(super) prompt: String,
    pub(super) inputs: Arc<[DynamicImage]>,
    pub(super) size: Size,
    pub(super) micro_usd: u64,
    pub(super) image_tokens: u64,
    pub(super) wants_image: bool,
}

#[derive(Deserialize)]
struct Completion {
    model: String,
    messages: Vec<Message>,
    modalities: Option<Vec<String>>,
    #[serde(default)]
    image_config: ImageConfig,
}

#[derive(Deserialize)]
struct Message {
    role: String,
    content: Value,
}

#[derive(Deserialize, Default)]
struct ImageConfig {
    aspect_ratio: Option<String>,
    image_size: Option<String>,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Part {
    Text { text: String },
    ImageUrl { image_url: Link },
}

#[derive(Deserialize)]
struct Link {
    url: String,
}

/// Reads, checks and decodes. Heavy: run it off the async threads.
pub(super) fn read(body: &[u8]) -> Result<Order, ApiError> {
    let Completion { model: slug, messages, modalities, image_config } =
        serde_json::from_slice(body).map_err(|error| ApiError::invalid_request(&error.to_string()))?;
    let model = slug.strip_prefix("google/").and_then(Model::find).ok_or_else(|| ApiError::no_endpoints(&slug))?;
    let asked = messages.iter().rev().find(|message| message.role == "user");
    let asked = asked.ok_or_else(|| ApiError::invalid_request("messages: a message of the user is needed"))?;
    let (prompt, links) = parts(&asked.content)?;
    if prompt.trim().is_empty() && links.is_empty() {
        return Err(ApiError::invalid_request("messages: the content is empty"));
    }
    if links.len() > INPUT_IMAGES_MAX {
        return Err(ApiError::invalid_request("messages: too many images"));
    }
    let inputs = links.iter().map(|link| input(link)).collect::<Result<Arc<[_]>, _>>()?;
    let ratio = ratio(&image_config, model, &inputs)?;
    let tier = tier(&image_config, model)?;
    let offer =
        model.offer(tier).ok_or_else(|| ApiError::invalid_request("image_config.image_size: not of this model"))?;
    Ok(Order {
        model,
        prompt,
        inputs,
        size: ratio.pixels(tier),
        micro_usd: offer.micro_usd,
        image_tokens: offer.tokens,
        wants_image: modalities.is_some_and(|all| all.iter().any(|modality| modality == "image")),
        slug,
    })
}

/// Text, or a list of parts.
fn parts(content: &Value) -> Result<(String, Vec<String>), ApiError> {
    if let Some(text) = content.as_str() {
        return Ok((text.to_owned(), Vec::new()));
    }
    let parts: Vec<Part> = serde_json::from_value(content.clone())
        .map_err(|error| ApiError::invalid_request(&format!("messages.content: {error}")))?;
    let (mut texts, mut links) = (Vec::new(), Vec::new());
    for part in parts {
        match part {
            Part::Text { text } => texts.push(text),
            Part::ImageUrl { image_url } => links.push(image_url.url),
        }
    }
    Ok((texts.join("\n"), links))
}

/// The played world reaches no other host, so a link is as good as one that nothing lies behind.
fn input(link: &str) -> Result<DynamicImage, ApiError> {
    let Some(data) = link.strip_prefix("data:") else { return Err(ApiError::image_download_failed()) };
    let (head, data) = data.split_once(',').ok_or_else(ApiError::invalid_image)?;
    let is_image = head.starts_with("image/") && head.ends_with(";base64");
    decode(data).filter(|_| is_image).ok_or_else(ApiError::invalid_image)
}

fn ratio(config: &ImageConfig, model: &'static Model, inputs: &[DynamicImage]) -> Result<&'static Ratio, ApiError> {
    match (config.aspect_ratio.as_deref(), inputs.last()) {
        (Some(name), _) => {
            let known = model.ratio(name);
            known.ok_or_else(|| {
                ApiError::invalid_request(&format!("image_config.aspect_ratio: {name:?} is not supported"))
            })
        }
        (None, Some(input)) => Ok(model.nearest_ratio(input.width(), input.height())),
        (None, None) => Ok(&model.ratios[0]),
    }
}

fn tier(config: &ImageConfig, model: &Model) -> Result<Tier, ApiError> {
    match config.image_size.as_deref() {
        None => Ok(Tier::One),
        Some(_) if model.single_size => Err(ApiError::invalid_request("image_config.image_size: not of this model")),
        Some(name) => {
            let known = Tier::parse(name);
            known.ok_or_else(|| {
                ApiError::invalid_request(&format!("image_config.image_size: {name:?} is not supported"))
            })
        }
    }
}
