//! From a request body to an order, or to the refusal the real API would give.

use std::{io::Cursor, sync::Arc};

use base64::{Engine, prelude::BASE64_STANDARD};
use image::{DynamicImage, ImageFormat, ImageReader};
use serde::Deserialize;
use serde_json::Value;

use super::{
    models::{Model, Size, Tier},
    replies::{ApiError, PromptTokens},
    schema,
};

/// An input with a longer side is not decoded.
const INPUT_SIDE_PX_MAX: u32 = 16_384;
const INPUT_PIXELS_MAX: u64 = 64 * 1024 * 1024;
const INPUT_MIME_TYPES: [&str; 5] = ["image/png", "image/jpeg", "image/webp", "image/heic", "image/heif"];
const TOKENS_PER_INPUT_IMAGE: u64 = 258;

/// What is to be made.
pub(super) struct Order {
    pub(super) prompt: String,
    pub(super) inputs: Arc<[DynamicImage]>,
    pub(super) size: Size,
    pub(super) micro_usd: u64,
    pub(super) image_tokens: u64,
    pub(super) tokens: PromptTokens,
    pub(super) with_text: bool,
    pub(super) with_thoughts: bool,
    /// `maxOutputTokens` leaves no room for an image.
    pub(super) cut_short: bool,
    pub(super) service_tier: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct GenerateContent {
    #[serde(default)]
    contents: Vec<Content>,
    #[serde(default)]
    generation_config: GenerationConfig,
    service_tier: Option<String>,
}

#[derive(Deserialize)]
struct Content {
    role: Option<String>,
    #[serde(default)]
    parts: Vec<Part>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Part {
    text: Option<String>,
    inline_data: Option<Blob>,
    file_data: Option<Value>,
    function_call: Option<Value>,
    function_response: Option<Value>,
    thought_signature: Option<String>,
}

impl Part {
    fn has_data(&self) -> bool {
        self.text.is_some()
            || self.inline_data.is_some()
            || self.file_data.is_some()
            || self.function_call.is_some()
            || self.function_response.is_some()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[derive(Default)]
struct Blob {
    mime_type: String,
    data: String,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct GenerationConfig {
    candidate_count: Option<i32>,
    max_output_tokens: Option<i32>,
    response_mime_type: Option<String>,
    response_modalities: Option<Vec<String>>,
    image_config: ImageConfig,
    thinking_config: Option<ThinkingConfig>,
    media_resolution: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ImageConfig {
    aspect_ratio: Option<String>,
    image_size: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct ThinkingConfig {
    include_thoughts: bool,
    thinking_level: Option<String>,
}

/// Reads, checks and decodes. Heavy: run it off the async threads.
pub(super) fn read(body: &[u8], model: &'static Model, beta: bool) -> Result<Order, ApiError> {
    let json: Value = serde_json::from_slice(body).map_err(|error| {
        ApiError::invalid_argument(format!(
            "Invalid JSON payload received. Parsing terminated at line {}.",
            error.line()
        ))
    })?;
    let checked = schema::check(json, beta).map_err(|violations| ApiError::unknown_fields(&violations))?;
    let request: GenerateContent = serde_json::from_value(checked)
        .map_err(|_| ApiError::invalid_argument("Request contains an invalid argument."))?;
    check_contents(&request.contents, model)?;
    let config = &request.generation_config;
    check_config(config, model)?;
    let with_text = modalities(config, model)?;
    let (ratio, tier) = picture_size(&config.image_config, model)?;
    let offer = model.offer(tier).ok_or_else(|| unsupported_size(config.image_config.image_size.as_deref(), model))?;

    let prompt = prompt(&request.contents);
    let inputs = decode_inputs(&request.contents, model)?;
    let ratio = match (ratio, inputs.last()) {
        (Some(ratio), _) => ratio,
        (None, Some(input)) => model.nearest_ratio(input.width(), input.height()),
        (None, None) => &model.ratios[0],
    };
    let images = TOKENS_PER_INPUT_IMAGE * count(inputs.len());
    Ok(Order {
        size: ratio.pixels(tier),
        micro_usd: offer.micro_usd,
        image_tokens: offer.tokens,
        tokens: PromptTokens { text: count(prompt.chars().count()) / 4 + 1, images },
        with_text,
        with_thoughts: config.thinking_config.as_ref().is_some_and(|thinking| thinking.include_thoughts),
        cut_short: config.max_output_tokens.is_some_and(|max| u64::try_from(max).unwrap_or(0) < offer.tokens),
        service_tier: request.service_tier.unwrap_or_else(|| "standard".to_owned()).to_ascii_lowercase(),
        prompt,
        inputs,
    })
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn check_contents(contents: &[Content], model: &Model) -> Result<(), ApiError> {
    if contents.is_empty() {
        return Err(ApiError::invalid_argument("* GenerateContentRequest.contents: contents is not specified\n"));
    }
    for (c, content) in contents.iter().enumerate() {
        if !matches!(content.role.as_deref(), None | Some("" | "user" | "model")) {
            return Err(ApiError::invalid_argument("Please use a valid role: user, model."));
        }
        if content.parts.is_empty() {
            let message = format!("* GenerateContentRequest.contents[{c}].parts: contents.parts must not be empty.\n");
            return Err(ApiError::invalid_argument(message));
        }
        for (p, part) in content.parts.iter().enumerate() {
            if !part.has_data() {
                let message = format!(
                    "* GenerateContentRequest.contents[{c}].parts[{p}].data: required oneof field 'data' must have one initialized field\n"
                );
                return Err(ApiError::invalid_argument(message));
            }
            let replayed = content.role.as_deref() == Some("model") && !model.thinking_levels.is_empty();
            if replayed && part.inline_data.is_some() && part.thought_signature.is_none() {
                let message = format!(
                    "Image part is missing a thought_signature in content position {}, part position {}.",
                    c + 1,
                    p + 1
                );
                return Err(ApiError::invalid_argument(message));
            }
        }
    }
    Ok(())
}

fn check_config(config: &GenerationConfig, model: &Model) -> Result<(), ApiError> {
    let refuse = |message: String| Err(ApiError::invalid_argument(message));
    match config.candidate_count {
        None | Some(1) => {}
        Some(2..) => return refuse("Multiple candidates is not enabled for this model".to_owned()),
        Some(_) => return refuse("Request contains an invalid argument.".to_owned()),
    }
    if config.media_resolution.is_some() && model.single_size {
        return refuse(format!("Media resolution is not enabled for models/{}", model.id));
    }
    if let Some(mime_type) = config.response_mime_type.as_deref().filter(|mime_type| *mime_type != "text/plain") {
        return refuse(format!("Response mime type '{mime_type}' is not supported for models/{}", model.id));
    }
    if let Some(thinking) = &config.thinking_config {
        if model.thinking_levels.is_empty() {
            return refuse(format!("Thinking is not enabled for models/{}", model.id));
        }
        if let Some(level) = thinking.thinking_level.as_deref().filter(|level| !model.thinking_levels.contains(level)) {
            return refuse(format!("Thinking level {level} is not supported for this model."));
        }
    }
    Ok(())
}

/// Are words wanted beside the image?
fn modalities(config: &GenerationConfig, model: &Model) -> Result<bool, ApiError> {
    let Some(asked) = &config.response_modalities else { return Ok(true) };
    let has = |name: &str| asked.iter().any(|modality| modality == name);
    if has("IMAGE") && asked.iter().all(|modality| modality == "IMAGE" || modality == "TEXT") {
        return Ok(has("TEXT"));
    }
    Err(ApiError::invalid_argument(format!(
        "The requested combination of response modalities ({}) is not supported by the model. \
         models/{} accepts the following combination of response modalities:\n* IMAGE\n* TEXT, IMAGE\n",
        asked.join(", "),
        model.id,
    )))
}

type Wanted = (Option<&'static super::models::Ratio>, Tier);

fn picture_size(config: &ImageConfig, model: &'static Model) -> Result<Wanted, ApiError> {
    let ratio = match config.aspect_ratio.as_deref() {
        None => None,
        Some(name) => Some(model.ratio(name).ok_or_else(|| {
            let names: Vec<&str> = model.ratios.iter().map(|ratio| ratio.name).collect();
            ApiError::invalid_argument(format!(
                "Invalid aspect ratio '{name}' for models/{}. Supported: {}.",
                model.id,
                names.join(", ")
            ))
        })?),
    };
    let tier = match config.image_size.as_deref() {
        None => Tier::One,
        Some(_) if model.single_size => {
            return Err(ApiError::invalid_argument(format!("Image size is not enabled for models/{}", model.id)));
        }
        Some(name) => Tier::parse(name).ok_or_else(|| unsupported_size(Some(name), model))?,
    };
    Ok((ratio, tier))
}

fn unsupported_size(name: Option<&str>, model: &Model) -> ApiError {
    ApiError::invalid_argument(format!("Invalid image size '{}' for models/{}.", name.unwrap_or_default(), model.id))
}

/// The words of the last turn.
fn prompt(contents: &[Content]) -> String {
    let turn = contents.iter().rev().find(|content| content.role.as_deref() != Some("model"));
    let texts: Vec<&str> =
        turn.iter().flat_map(|content| &content.parts).filter_map(|part| part.text.as_deref()).collect();
    texts.join("\n")
}

fn decode_inputs(contents: &[Content], model: &Model) -> Result<Arc<[DynamicImage]>, ApiError> {
    let blobs: Vec<&Blob> =
        contents.iter().flat_map(|content| &content.parts).filter_map(|part| part.inline_data.as_ref()).collect();
    if blobs.len() > model.input_images_max {
        return Err(ApiError::invalid_argument("Request contains an invalid argument."));
    }
    blobs.into_iter().map(decode_input).collect()
}

/// The bytes decide about the format; the named type must only be one that is taken. HEIC is taken by the real API but cannot be decoded here.
fn decode_input(blob: &Blob) -> Result<DynamicImage, ApiError> {
    if !INPUT_MIME_TYPES.contains(&blob.mime_type.as_str()) {
        return Err(ApiError::invalid_argument(format!("Unsupported MIME type: {}", blob.mime_type)));
    }
    decode(&blob.data).ok_or_else(|| ApiError::invalid_argument("Provided image is not valid"))
}

/// A picture from base64.
pub(crate) fn decode(data: &str) -> Option<DynamicImage> {
    let bytes = BASE64_STANDARD.decode(data).ok()?;
    let format = image::guess_format(&bytes).ok()?;
    if !matches!(format, ImageFormat::Png | ImageFormat::Jpeg | ImageFormat::WebP) {
        return None;
    }
    let (width, height) = ImageReader::with_format(Cursor::new(&bytes), format).into_dimensions().ok()?;
    if width.max(height) > INPUT_SIDE_PX_MAX || u64::from(width) * u64::from(height) > INPUT_PIXELS_MAX {
        return None;
    }
    image::load_from_memory_with_format(&bytes, format).ok()
}
