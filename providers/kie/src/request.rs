//! A job as the JSON of a task.

use std::borrow::Cow;

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ImageJob, Mode, strength};
use serde::Serialize;
use url::Url;

const FORMAT: &str = "png";
/// The input's own ratio. Left out, a picture is square.
const LIKE_THE_INPUT: &str = "auto";

#[derive(Serialize)]
pub(crate) struct Body<'a> {
    model: Cow<'a, str>,
    input: Input<'a>,
}

#[derive(Serialize)]
struct Input<'a> {
    prompt: String,
    output_format: &'static str,
    #[serde(flatten)]
    form: Form<'a>,
}

/// The older models have other names for the same.
#[derive(Serialize)]
#[serde(untagged)]
enum Form<'a> {
    Older {
        #[serde(skip_serializing_if = "Option::is_none")]
        image_size: Option<String>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        image_urls: Vec<&'a str>,
    },
    Newer {
        #[serde(skip_serializing_if = "Option::is_none")]
        aspect_ratio: Option<String>,
        resolution: &'a str,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        image_input: Vec<&'a str>,
    },
}

/// The body. The prompt stands unaltered; the words of the strength follow in a paragraph of their own, for there is one
/// text only. The inputs are links in the customer's order, because prompts speak of "the first image".
pub(crate) fn body(job: &ImageJob) -> Result<Body<'_>, PluginError> {
    let words = job.image_strength.filter(|_| !job.inputs.is_empty()).map(strength::words);
    let prompt = words.map_or_else(|| job.prompt.clone(), |words| format!("{}\n\n{words}", job.prompt));
    let edits = job.mode == Mode::ImageToImage;
    let like_the_input = || edits.then(|| LIKE_THE_INPUT.to_owned());
    let ratio = job.resolution.aspect.map(|shape| shape.to_string()).or_else(like_the_input);
    let links = links(job)?;
    let (model, form) = match job.resolution.tier.as_deref() {
        None if edits => (format!("{}-edit", job.model).into(), Form::Older { image_size: ratio, image_urls: links }),
        None => (job.model.as_str().into(), Form::Older { image_size: ratio, image_urls: links }),
        Some(resolution) => {
            (job.model.as_str().into(), Form::Newer { aspect_ratio: ratio, resolution, image_input: links })
        }
    };
    Ok(Body { model, input: Input { prompt, output_format: FORMAT, form } })
}

fn links(job: &ImageJob) -> Result<Vec<&str>, PluginError> {
    let missing = || {
        let detail = "it fetches inputs from links of ours, and there is none";
        PluginError::new(Class::ModelGone, Spent::No, detail, &[])
    };
    job.inputs.iter().map(|input| input.link.as_ref().map(Url::as_str).ok_or_else(missing)).collect()
}
