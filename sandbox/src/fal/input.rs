//! From a job's input to an order, or to the complaints that the model would make. Fields that it does not know are passed
//! over, as the real one does.

use std::sync::Arc;

use image::DynamicImage;
use serde_json::Value;

use super::{models::Endpoint, replies::Refusal};
use crate::{
    gemini::{
        models::{Size, Tier},
        request::decode,
    },
    picture::Format,
};

const IMAGES_MAX: u64 = 4;
const INPUT_IMAGES_MAX: usize = 14;
const FORMATS: [(&str, Format); 3] = [("png", Format::Png), ("jpeg", Format::Jpeg), ("webp", Format::Webp)];

/// What is to be made.
pub(super) struct Order {
    pub(super) prompt: String,
    pub(super) inputs: Arc<[DynamicImage]>,
    pub(super) size: Size,
    pub(super) format: Format,
    pub(super) images: u64,
    pub(super) micro_usd: u64,
}

/// Reads, checks and decodes. Heavy: run it off the async threads.
pub(super) fn read(input: &Value, endpoint: Endpoint) -> Result<Order, Refusal> {
    let prompt = match &input["prompt"] {
        Value::String(prompt) if !prompt.trim().is_empty() => prompt.clone(),
        Value::Null => return Err(Refusal::complaint("missing", &["prompt"], "Field required", input)),
        Value::String(_) => {
            return Err(Refusal::complaint("string_too_short", &["prompt"], "String is too short", input));
        }
        other => return Err(Refusal::complaint("string_type", &["prompt"], "Input should be a valid string", other)),
    };
    let images = match &input["num_images"] {
        Value::Null => 1,
        value => value.as_u64().filter(|n| (1..=IMAGES_MAX).contains(n)).ok_or_else(|| {
            Refusal::complaint("less_than_equal", &["num_images"], "Input should be from 1 to 4", value)
        })?,
    };
    let inputs = if endpoint.edits { inputs(&input["image_urls"])? } else { Arc::default() };
    let tier = match &input["resolution"] {
        Value::Null => Tier::One,
        // Not known to this model, so passed over.
        _ if endpoint.resolutions.is_empty() => Tier::One,
        value => *choice("resolution", value, endpoint.resolutions)?,
    };
    let nearest = || match inputs.last() {
        Some(input) => endpoint.model.nearest_ratio(input.width(), input.height()),
        None => &endpoint.model.ratios[0],
    };
    let ratio = match &input["aspect_ratio"] {
        Value::Null => nearest(),
        Value::String(auto) if auto == "auto" => nearest(),
        value => value.as_str().and_then(|name| endpoint.model.ratio(name)).ok_or_else(|| {
            Refusal::complaint("literal_error", &["aspect_ratio"], "Input should be one of the ratios", value)
        })?,
    };
    let format = match &input["output_format"] {
        Value::Null => Format::Png,
        value => *choice("output_format", value, &FORMATS)?,
    };
    let offer = endpoint.model.offer(tier);
    let offer =
        offer.ok_or_else(|| Refusal::complaint("literal_error", &["resolution"], "Not of this model", input))?;
    Ok(Order { prompt, inputs, size: ratio.pixels(tier), format, images, micro_usd: offer.micro_usd * images })
}

fn choice<'a, T>(field: &str, value: &Value, known: &'a [(&'static str, T)]) -> Result<&'a T, Refusal> {
    let found = value.as_str().and_then(|name| known.iter().find(|(known, _)| *known == name));
    let names = || known.iter().map(|(name, _)| format!("'{name}'")).collect::<Vec<_>>().join(" or ");
    found
        .map(|(_, value)| value)
        .ok_or_else(|| Refusal::complaint("literal_error", &[field], &format!("Input should be {}", names()), value))
}

/// Links and data URIs. The played world reaches no other host, so a link is as good as one that nothing lies behind.
fn inputs(urls: &Value) -> Result<Arc<[DynamicImage]>, Refusal> {
    let Some(urls) = urls.as_array().filter(|urls| !urls.is_empty()) else {
        return Err(Refusal::complaint("missing", &["image_urls"], "Field required", urls));
    };
    if urls.len() > INPUT_IMAGES_MAX {
        return Err(Refusal::complaint("too_long", &["image_urls"], "List should have at most 14 items", &Value::Null));
    }
    let read = |url: &Value| {
        let data = url.as_str()?.strip_prefix("data:image/")?;
        let (head, data) = data.split_once(',')?;
        decode(data).filter(|_| head.ends_with(";base64"))
    };
    urls.iter()
        .map(|url| {
            // The real one repeats the input; a data URI is too long for that.
            let failed = || {
                let words = "Failed to download the file. Please check if the URL is accessible and try again.";
                Refusal::complaint("file_download_error", &["image_urls"], words, &Value::Null)
            };
            read(url).ok_or_else(failed)
        })
        .collect()
}
