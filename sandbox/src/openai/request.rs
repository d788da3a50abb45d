//! From a request body to an order, or to the refusal the real API would give.

use std::{collections::BTreeMap, sync::Arc};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use image::DynamicImage;
use serde_json::{Value, json};

use super::{
    Path,
    form::{self, Part},
    models::{self, Model, Quality},
    replies::ApiError,
};
use crate::{gemini::request::decode, picture::Format};

const PROMPT_CHARS_MAX: usize = 32_000;
const IMAGES_MAX: u64 = 10;
const INPUT_IMAGES_MAX: usize = 16;
const INPUT_BYTES_MAX: usize = 50_000_000;
const SIDES_MAX: (u16, u16) = (3840, 2160);
const FIXED_SIZES: [(&str, (u16, u16)); 3] =
    [("1024x1024", (1024, 1024)), ("1536x1024", (1536, 1024)), ("1024x1536", (1024, 1536))];
/// What is chosen where the size is left open, unless an input says otherwise.
const USUAL_SIZE: (u16, u16) = (1024, 1024);
const KNOWN: [&str; 11] = [
    "model",
    "prompt",
    "n",
    "size",
    "quality",
    "output_format",
    "output_compression",
    "background",
    "moderation",
    "user",
    "input_fidelity",
];

/// What is to be made.
pub(super) struct Order {
    pub(super) model: &'static Model,
    pub(super) prompt: String,
    pub(super) inputs: Arc<[DynamicImage]>,
    pub(super) size: (u16, u16),
    pub(super) quality: Quality,
    pub(super) background: String,
    pub(super) format: Format,
    pub(super) images: u64,
    /// Of one picture.
    pub(super) tokens: u64,
    /// Of all.
    pub(super) micro_usd: u64,
}

/// Reads, checks and decodes. Heavy: run it off the async threads.
pub(super) fn read(path: Path, content_type: &str, body: &Bytes) -> Result<Order, ApiError> {
    let (fields, pictures) = match path {
        Path::Edits => of_form(content_type, body)?,
        Path::Generations | Path::Models => (of_json(content_type, body)?, Vec::new()),
    };
    if let Some(unknown) = fields.keys().find(|name| !KNOWN.contains(&name.as_str())) {
        return Err(ApiError::unknown_parameter(unknown));
    }
    let text = |name: &str| fields.get(name).and_then(Value::as_str);
    let name = text("model").ok_or_else(|| ApiError::invalid("A model is required.", Some("model")))?;
    let model = Model::find(name).ok_or_else(|| ApiError::no_model(name))?;
    let prompt = text("prompt").filter(|prompt| !prompt.is_empty());
    let prompt = prompt.ok_or_else(|| ApiError::invalid("Missing required parameter: 'prompt'.", Some("prompt")))?;
    if prompt.chars().count() > PROMPT_CHARS_MAX {
        return Err(ApiError::invalid("The prompt is longer than 32000 characters.", Some("prompt")));
    }
    let images = number(&fields, "n", 1, IMAGES_MAX)?.unwrap_or(1);
    number(&fields, "output_compression", 0, 100)?;
    let quality = text("quality").unwrap_or("auto");
    let quality = Quality::parse(quality, model).ok_or_else(|| ApiError::invalid_value(quality, "quality"))?;
    let format = match text("output_format").unwrap_or("png") {
        "png" => Format::Png,
        "jpeg" => Format::Jpeg,
        "webp" => Format::Webp,
        other => return Err(ApiError::invalid_value(other, "output_format")),
    };
    one_of(text("background"), "background", &["auto", "opaque", "transparent"])?;
    one_of(text("moderation"), "moderation", &["auto", "low"])?;
    if let Some(fidelity) = text("input_fidelity") {
        if path != Path::Edits {
            return Err(ApiError::unknown_parameter("input_fidelity"));
        }
        if !model.knows_fidelity {
            return Err(ApiError::no_fidelity(model.id));
        }
        one_of(Some(fidelity), "input_fidelity", &["high", "low"])?;
    }
    let inputs = pictures.iter().map(input).collect::<Result<Arc<[_]>, _>>()?;
    let size = size(text("size").unwrap_or("auto"), model, &inputs)?;
    let (tokens, micro_usd) = models::price(quality, size.0, size.1);
    Ok(Order {
        model,
        prompt: prompt.to_owned(),
        inputs,
        size,
        quality,
        background: text("background").filter(|it| *it != "auto").unwrap_or("opaque").to_owned(),
        format,
        images,
        tokens,
        micro_usd: micro_usd * images,
    })
}

type Fields = BTreeMap<String, Value>;

fn of_json(content_type: &str, body: &Bytes) -> Result<Fields, ApiError> {
    if !content_type.starts_with("application/json") {
        return Err(ApiError::invalid("Unsupported content type; use 'application/json'.", None));
    }
    serde_json::from_slice(body)
        .map_err(|_| ApiError::invalid("We could not parse the JSON body of your request.", None))
}

/// The fields, and the pictures in their order.
fn of_form(content_type: &str, body: &Bytes) -> Result<(Fields, Vec<Part>), ApiError> {
    let parts = form::read(content_type, body);
    let parts = parts.ok_or_else(|| ApiError::invalid("The body is not 'multipart/form-data'.", None))?;
    let (pictures, texts): (Vec<_>, Vec<_>) =
        parts.into_iter().partition(|part| ["image", "image[]"].contains(&part.name.as_str()));
    if pictures.is_empty() {
        return Err(ApiError::invalid("Missing required parameter: 'image'.", Some("image")));
    }
    if pictures.len() > INPUT_IMAGES_MAX {
        return Err(ApiError::invalid("At most 16 images are allowed.", Some("image")));
    }
    let value = |part: Part| {
        let text = String::from_utf8(part.bytes.to_vec()).ok()?;
        let number = ["n", "output_compression"].contains(&part.name.as_str()).then(|| text.parse::<u64>().ok());
        Some((part.name, number.flatten().map_or_else(|| json!(text), |number| json!(number))))
    };
    let fields = texts.into_iter().map(value).collect::<Option<Fields>>();
    Ok((fields.ok_or_else(|| ApiError::invalid("A field is not UTF-8.", None))?, pictures))
}

fn input(part: &Part) -> Result<DynamicImage, ApiError> {
    let refused = || ApiError::bad_image("Invalid image file or mode for image, please check your image file.");
    if part.bytes.len() > INPUT_BYTES_MAX {
        return Err(ApiError::bad_image("The image is too large: at most 50MB are allowed."));
    }
    let known = ["image/png", "image/jpeg", "image/webp"];
    let is_known = part.content_type.as_deref().is_some_and(|mime| known.contains(&mime));
    decode(&BASE64_STANDARD.encode(&part.bytes)).filter(|_| is_known).ok_or_else(refused)
}

fn number(fields: &Fields, name: &str, min: u64, max: u64) -> Result<Option<u64>, ApiError> {
    match fields.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => match value.as_u64().filter(|n| (min..=max).contains(n)) {
            Some(n) => Ok(Some(n)),
            None => Err(ApiError::invalid_value(&value.to_string(), name)),
        },
    }
}

fn one_of(value: Option<&str>, name: &str, known: &[&str]) -> Result<(), ApiError> {
    match value {
        Some(value) if !known.contains(&value) => Err(ApiError::invalid_value(value, name)),
        _ => Ok(()),
    }
}

fn size(text: &str, model: &Model, inputs: &[DynamicImage]) -> Result<(u16, u16), ApiError> {
    let refused = || ApiError::invalid_value(text, "size");
    if text == "auto" {
        return Ok(inputs.first().map_or(USUAL_SIZE, like));
    }
    if model.fixed {
        return FIXED_SIZES.iter().find(|(name, _)| *name == text).map(|(_, size)| *size).ok_or_else(refused);
    }
    let sides = text.split_once('x').and_then(|(w, h)| Some((w.parse::<u16>().ok()?, h.parse::<u16>().ok()?)));
    let fits = |(width, height): &(u16, u16)| {
        let (long, short) = (*width.max(height), *width.min(height));
        long <= SIDES_MAX.0
            && short <= SIDES_MAX.1
            && short > 0
            && long <= 3 * short
            && long % 16 == 0
            && short % 16 == 0
    };
    sides.filter(fits).ok_or_else(refused)
}

/// The fixed size whose shape is nearest to the input's.
fn like(input: &DynamicImage) -> (u16, u16) {
    match (input.width() * 5 > input.height() * 6, input.height() * 5 > input.width() * 6) {
        (true, _) => (1536, 1024),
        (_, true) => (1024, 1536),
        _ => USUAL_SIZE,
    }
}
