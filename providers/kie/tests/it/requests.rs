//! What is submitted, to the letter.

use std::sync::Arc;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{
    ApiKey, Effect, Exchange, ImageJob, ImageProvider, InputImage, Inputs, Mode, Next, Step, Strength,
};
use nproxy_provider_kie::PLUGIN;
use serde_json::{Value, json};

const OLDER: &str = "google/nano-banana";
const NEWER: &str = "nano-banana-2";
const PROMPT: &str = "a red \"bicycle\"\nin the rain";
const LINKS: [&str; 2] = ["https://pictures.example.org/inputs/1/aa", "https://pictures.example.org/inputs/2/bb"];

pub fn provider(values: Value) -> Arc<dyn ImageProvider> {
    let section = Section { id: "kie".to_owned(), path: "providers.kie".to_owned(), values };
    (PLUGIN.build)(section).expect("a good section")
}

pub fn job(provider: &dyn ImageProvider, model: &str, resolution: &str) -> ImageJob {
    let capabilities = &provider.about().model(model).expect("a known model").capabilities;
    ImageJob {
        model: model.to_owned(),
        mode: Mode::TextToImage,
        prompt: PROMPT.to_owned(),
        resolution: capabilities.resolution(resolution).expect("a known preset").clone(),
        image_strength: None,
        inputs: Vec::new(),
    }
}

pub fn edit(provider: &dyn ImageProvider, model: &str, resolution: &str) -> ImageJob {
    let input = |link: &str| InputImage {
        link: Some(link.parse().expect("an address")),
        ..InputImage::new("image/png", &b"bytes"[..])
    };
    ImageJob { mode: Mode::ImageToImage, inputs: LINKS.map(input).to_vec(), ..job(provider, model, resolution) }
}

fn exchange(provider: &dyn ImageProvider, job: &ImageJob) -> Exchange<Step> {
    match provider.begin(job, &ApiKey::new("kie-0000")) {
        Ok(Next::Send(exchange)) => *exchange,
        other => panic!("no request: {other:?}"),
    }
}

fn body(provider: &dyn ImageProvider, job: &ImageJob) -> Value {
    serde_json::from_slice(exchange(provider, job).request.body()).expect("JSON")
}

#[test]
fn text_to_image_is_one_task() {
    let provider = provider(json!({}));
    let exchange = exchange(&*provider, &job(&*provider, NEWER, "wide-2k"));
    let request = &exchange.request;
    let url = "https://api.kie.ai/api/v1/jobs/createTask";
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", url));
    assert_eq!(request.headers()["authorization"], "Bearer kie-0000");
    assert_eq!(exchange.effect, Effect::Buys);
    let sent: Value = serde_json::from_slice(request.body()).expect("JSON");
    let input = json!({"prompt": PROMPT, "output_format": "png", "aspect_ratio": "16:9", "resolution": "2K"});
    assert_eq!(sent, json!({"model": "nano-banana-2", "input": input}));
}

#[test]
fn the_older_models_have_other_words_and_a_sibling_for_edits() {
    let provider = provider(json!({}));
    let wide = body(&*provider, &job(&*provider, OLDER, "wide"));
    let input = json!({"prompt": PROMPT, "output_format": "png", "image_size": "16:9"});
    assert_eq!(wide, json!({"model": "google/nano-banana", "input": input}));
    let edited = body(&*provider, &edit(&*provider, OLDER, "auto"));
    let input = json!({"prompt": PROMPT, "output_format": "png", "image_size": "auto", "image_urls": LINKS});
    assert_eq!(edited, json!({"model": "google/nano-banana-edit", "input": input}));
}

#[test]
fn an_edit_has_links_in_order_and_the_words_after_the_prompt() {
    let provider = provider(json!({}));
    assert_eq!(provider.about().inputs, Inputs::Links);
    let edit = ImageJob { image_strength: Strength::new(0.9), ..edit(&*provider, NEWER, "auto") };
    let sent = body(&*provider, &edit);
    assert_eq!(sent["model"], NEWER);
    assert_eq!(sent["input"]["image_input"], json!(LINKS));
    assert_eq!(sent["input"]["aspect_ratio"], "auto", "the input's own");
    let prompt = sent["input"]["prompt"].as_str().expect("a prompt");
    assert!(prompt.starts_with(&format!("{PROMPT}\n\nChange only what the request names.")), "{prompt}");
    let square = body(&*provider, &job(&*provider, NEWER, "auto"));
    assert!(square["input"].get("aspect_ratio").is_none());
}

#[test]
fn without_an_address_of_ours_nothing_is_sent_and_nobody_is_to_blame() {
    let provider = provider(json!({}));
    let input = InputImage::new("image/png", &b"bytes"[..]);
    let edit = ImageJob { inputs: vec![input], ..edit(&*provider, NEWER, "auto") };
    let error = provider.begin(&edit, &ApiKey::new("kie-0000")).expect_err("no link");
    assert_eq!((error.class, error.spent), (Class::ModelGone, Spent::No));
}

#[test]
fn prices_are_known_of_the_documented_models_and_configured_of_others() {
    let provider = provider(json!({
        "base_url": "http://127.0.0.1:4000/relay/",
        "model": "house/model",
        "models": {"house/model": {"sizes": [], "inputs_max": 0, "price_usd": {"1K": "0.01"}}},
    }));
    let about = provider.about();
    assert_eq!((about.hosts[0].as_str(), about.models[0].name.as_str()), ("http://127.0.0.1:4000/", "house/model"));
    let price = |model: &str| {
        let capabilities = &about.model(model).expect("a model").capabilities;
        capabilities.resolution("square").expect("a preset").price.map(|p| p.0)
    };
    assert_eq!((price("house/model"), price(OLDER), price(NEWER)), (Some(10_000), Some(20_000), Some(40_000)));
    let exchange = exchange(&*provider, &job(&*provider, "house/model", "square"));
    assert_eq!(exchange.request.uri().to_string(), "http://127.0.0.1:4000/relay/api/v1/jobs/createTask");
}
