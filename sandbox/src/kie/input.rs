//! From the body of `createTask` to an order, or to what would be refused at once. Fields that are not known are passed over.

use serde_json::Value;

use super::replies::{MICRO_USD_PER_CREDIT, Refusal};
use crate::gemini::models::{Model, Tier};

/// What a name stands for.
struct Offer {
    name: &'static str,
    model: &'static str,
    form: Form,
    images_max: usize,
    prompt_chars_max: usize,
    /// At 1K, 2K and 4K.
    credits: [u64; 3],
}

/// The words that a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    /// `image_size`
    Text,
    /// `image_size` and `image_urls`, which is needed.
    Edit,
    /// `aspect_ratio`, `resolution` and `image_input`.
    Newer,
}

const OFFERS: [Offer; 4] = [
    Offer {
        name: "google/nano-banana",
        model: "gemini-2.5-flash-image",
        form: Form::Text,
        images_max: 0,
        prompt_chars_max: 5_000,
        credits: [4; 3],
    },
    Offer {
        name: "google/nano-banana-edit",
        model: "gemini-2.5-flash-image",
        form: Form::Edit,
        images_max: 10,
        prompt_chars_max: 5_000,
        credits: [4; 3],
    },
    Offer {
        name: "nano-banana-2",
        model: "gemini-3.1-flash-image",
        form: Form::Newer,
        images_max: 14,
        prompt_chars_max: 20_000,
        credits: [8, 12, 18],
    },
    Offer {
        name: "nano-banana-pro",
        model: "gemini-3-pro-image",
        form: Form::Newer,
        images_max: 8,
        prompt_chars_max: 10_000,
        credits: [18, 18, 24],
    },
];

/// What is to be made.
pub(super) struct Order {
    pub(super) name: &'static str,
    pub(super) model: &'static Model,
    pub(super) prompt: String,
    /// Of the inputs.
    pub(super) links: Vec<String>,
    /// `None`: the input's own.
    pub(super) ratio: Option<String>,
    pub(super) tier: Tier,
    pub(super) micro_usd: u64,
}

pub(super) fn read(body: &[u8]) -> Result<Order, Refusal> {
    let refused = |message: &str| Refusal::new(422, message);
    let body: Value = serde_json::from_slice(body).map_err(|_| refused("The body is not JSON"))?;
    let offer = body["model"].as_str().and_then(|name| OFFERS.iter().find(|offer| offer.name == name));
    let offer = offer.ok_or_else(Refusal::no_model)?;
    let model = Model::find(offer.model).ok_or_else(Refusal::no_model)?;
    let input = &body["input"];
    let prompt = input["prompt"].as_str().filter(|prompt| !prompt.trim().is_empty());
    let prompt = prompt.ok_or_else(|| refused("prompt is required"))?;
    if prompt.chars().count() > offer.prompt_chars_max {
        return Err(refused("The text length cannot exceed the maximum limit"));
    }
    let newer = offer.form == Form::Newer;
    let (ratio, pictures) = if newer { ("aspect_ratio", "image_input") } else { ("image_size", "image_urls") };
    let links = links(&input[pictures]).ok_or_else(|| Refusal::not_allowed(pictures))?;
    if links.len() > offer.images_max || (offer.form == Form::Edit && links.is_empty()) {
        return Err(Refusal::not_allowed(pictures));
    }
    let formats: &[&str] = if newer { &["png", "jpg"] } else { &["png", "jpeg"] };
    if !matches!(&input["output_format"], Value::Null) && !choice(&input["output_format"], formats) {
        return Err(Refusal::not_allowed("output_format"));
    }
    let asked = match &input[ratio] {
        Value::Null => Some("1:1".to_owned()),
        Value::String(auto) if auto == "auto" => None,
        value => {
            let known = value.as_str().filter(|name| model.ratio(name).is_some());
            Some(known.ok_or_else(|| Refusal::not_allowed(ratio))?.to_owned())
        }
    };
    let tier = match &input["resolution"] {
        _ if !newer => Tier::One,
        Value::Null => Tier::One,
        value => {
            let known = value.as_str().and_then(Tier::parse).filter(|tier| *tier != Tier::Half);
            known.ok_or_else(|| Refusal::not_allowed("resolution"))?
        }
    };
    let credits = match tier {
        Tier::Half | Tier::One => offer.credits[0],
        Tier::Two => offer.credits[1],
        Tier::Four => offer.credits[2],
    };
    Ok(Order {
        name: offer.name,
        model,
        prompt: prompt.to_owned(),
        links,
        ratio: asked,
        tier,
        micro_usd: credits * MICRO_USD_PER_CREDIT,
    })
}

fn links(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::Null => Some(Vec::new()),
        Value::Array(links) => links.iter().map(|link| link.as_str().map(str::to_owned)).collect(),
        _ => None,
    }
}

fn choice(value: &Value, known: &[&str]) -> bool {
    value.as_str().is_some_and(|value| known.contains(&value))
}
