//! A job as the API's JSON, or as a form where there are inputs.

use http::HeaderValue;
use nproxy_domain::provider::{ImageJob, Strength, strength};
use serde::Serialize;

use crate::config::{Quality, takes_fidelity};
use crate::form::Form;

/// From this strength on the input is looked at closely.
const FIDELITY_HIGH_FROM: f32 = 0.5;
/// Keeps transparency and every detail; what the pictures are kept as.
const FORMAT: &str = "png";
const COUNT: u8 = 1;

#[derive(Serialize)]
struct Body<'a> {
    model: &'a str,
    prompt: &'a str,
    n: u8,
    size: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    quality: Option<&'static str>,
    output_format: &'static str,
}

/// The body of `images/generations`.
pub(crate) fn generation(job: &ImageJob, quality: Quality) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Body {
        model: &job.model,
        prompt: &job.prompt,
        n: COUNT,
        size: &size(job),
        quality: quality.within(&job.model).name(),
        output_format: FORMAT,
    })
}

/// Content type and body of `images/edits`. The prompt stands unaltered; the words of the strength follow in a paragraph of
/// their own. The inputs are in the customer's order, because prompts speak of "the first image".
pub(crate) fn edit(job: &ImageJob, quality: Quality) -> (HeaderValue, Vec<u8>) {
    let words = job.image_strength.map(strength::words);
    let prompt = words.map_or_else(|| job.prompt.clone(), |words| format!("{}\n\n{words}", job.prompt));
    let (size, count) = (size(job), COUNT.to_string());
    let form = Form::default()
        .text("model", &job.model)
        .text("prompt", &prompt)
        .text("n", &count)
        .text("size", &size)
        .maybe("quality", quality.within(&job.model).name())
        .maybe("input_fidelity", fidelity(job))
        .text("output_format", FORMAT);
    job.inputs.iter().fold(form, |form, input| form.picture("image[]", input)).write()
}

/// In pixels; without a shape the upstream decides, and keeps to the input's on edits.
fn size(job: &ImageJob) -> String {
    let resolution = &job.resolution;
    match resolution.aspect {
        Some(_) => format!("{}x{}", resolution.width, resolution.height),
        None => "auto".to_owned(),
    }
}

/// Two steps are all that there are, with the models that have them.
fn fidelity(job: &ImageJob) -> Option<&'static str> {
    let strength = job.image_strength.map(Strength::value).filter(|_| takes_fidelity(&job.model))?;
    Some(if strength >= FIDELITY_HIGH_FROM { "high" } else { "low" })
}

impl Quality {
    fn name(self) -> Option<&'static str> {
        match self {
            Self::Auto => None,
            Self::Low => Some("low"),
            Self::Medium => Some("medium"),
            Self::High => Some("high"),
            Self::Xhigh => Some("xhigh"),
            Self::Max => Some("max"),
        }
    }
}
