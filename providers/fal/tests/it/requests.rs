//! What is submitted, to the letter.

use std::sync::Arc;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{
    ApiKey, Effect, Exchange, ImageJob, ImageProvider, ImageStrength, InputImage, Mode, Next, Step, Strength,
};
use nproxy_provider_fal::PLUGIN;
use serde_json::{Value, json};

const MODEL: &str = "fal-ai/nano-banana-2";

pub fn provider(values: Value) -> Arc<dyn ImageProvider> {
    let section = Section { id: "fal".to_owned(), path: "providers.fal".to_owned(), values };
    (PLUGIN.build)(section).expect("a good section")
}

pub fn job(provider: &dyn ImageProvider, model: &str, resolution: &str) -> ImageJob {
    let capabilities = &provider.about().model(model).expect("a known model").capabilities;
    ImageJob {
        model: model.to_owned(),
        mode: Mode::TextToImage,
        prompt: "a red \"bicycle\"\nin the rain".to_owned(),
        resolution: capabilities.resolution(resolution).expect("a known preset").clone(),
        image_strength: None,
        inputs: Vec::new(),
    }
}

fn exchange(provider: &dyn ImageProvider, job: &ImageJob) -> Exchange<Step> {
    match provider.begin(job, &ApiKey::new("fal-0000")) {
        Ok(Next::Send(exchange)) => *exchange,
        other => panic!("no request: {other:?}"),
    }
}

fn body(exchange: &Exchange<Step>) -> Value {
    serde_json::from_slice(exchange.request.body()).expect("JSON")
}

#[test]
fn text_to_image_is_one_submit() {
    let provider = provider(json!({}));
    let exchange = exchange(&*provider, &job(&*provider, MODEL, "wide-2k"));
    let request = &exchange.request;
    let url = "https://queue.fal.run/fal-ai/nano-banana-2";
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", url));
    assert_eq!(request.headers()["authorization"], "Key fal-0000");
    assert_eq!(exchange.effect, Effect::Buys);
    let prompt = "a red \"bicycle\"\nin the rain";
    let expected = json!({"prompt": prompt, "num_images": 1, "aspect_ratio": "16:9", "resolution": "2K"});
    assert_eq!(body(&exchange), expected);
}

#[test]
fn an_edit_goes_to_its_own_path_with_inputs_as_data_uris_and_the_words_after_the_prompt() {
    let provider = provider(json!({}));
    let input = |mime: &str, bytes: &'static [u8]| InputImage::new(mime, bytes);
    let edit = ImageJob {
        mode: Mode::ImageToImage,
        image_strength: Strength::new(0.9),
        inputs: vec![input("image/png", b"first"), input("image/jpeg", b"second")],
        ..job(&*provider, MODEL, "auto")
    };
    let exchange = exchange(&*provider, &edit);
    assert_eq!(exchange.request.uri().to_string(), "https://queue.fal.run/fal-ai/nano-banana-2/edit");
    let body = body(&exchange);
    let words = "a red \"bicycle\"\nin the rain\n\nChange only what the request names.";
    assert!(body["prompt"].as_str().expect("a prompt").starts_with(words));
    assert_eq!(body["image_urls"], json!(["data:image/png;base64,Zmlyc3Q=", "data:image/jpeg;base64,c2Vjb25k"]));
    assert!(body.get("aspect_ratio").is_none(), "auto keeps the input's ratio");
}

#[test]
fn models_without_a_size_field_get_none_and_prices_are_unknown_until_configured() {
    let provider = provider(json!({
        "base_url": "http://127.0.0.1:4000/relay/",
        "model": "house/model",
        "models": {"house/model": {"sizes": [], "inputs_max": 0, "price_usd": {"1K": "0.01"}}},
    }));
    let about = provider.about();
    assert_eq!((about.hosts[0].as_str(), about.models[0].name.as_str()), ("http://127.0.0.1:4000/", "house/model"));
    let square =
        |model: &str| about.model(model).expect("a model").capabilities.resolution("square").expect("a preset").clone();
    assert_eq!(square("house/model").price.map(|p| p.0), Some(10_000));
    assert_eq!(square(MODEL).price, None, "unknown is not zero");
    assert_eq!(about.models[0].capabilities.image_strength, ImageStrength::None, "it takes no input");
    let exchange = exchange(&*provider, &job(&*provider, "house/model", "square"));
    assert_eq!(exchange.request.uri().to_string(), "http://127.0.0.1:4000/relay/house/model");
    assert!(body(&exchange).get("resolution").is_none());
}

#[test]
fn an_unknown_model_is_gone() {
    let provider = provider(json!({}));
    let job = ImageJob { model: "fal-ai/nano-banana-9".to_owned(), ..job(&*provider, MODEL, "square") };
    let error = provider.begin(&job, &ApiKey::new("fal-0000")).expect_err("no such model");
    assert_eq!((error.class, error.spent), (Class::ModelGone, Spent::No));
    assert!(provider.check(&ApiKey::new("fal-0000")).is_none());
}
