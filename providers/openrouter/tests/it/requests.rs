//! What is sent to the API, to the letter.

use std::sync::Arc;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{
    ApiKey, Cursor, Effect, Exchange, ImageJob, ImageProvider, ImageStrength, InputImage, Mode, Next, Step, Strength,
};
use nproxy_provider_openrouter::PLUGIN;
use serde_json::{Value, json};

const MODEL: &str = "google/gemini-nano-banana-2.1";

fn provider(values: Value) -> Arc<dyn ImageProvider> {
    let section = Section { id: "openrouter".to_owned(), path: "providers.openrouter".to_owned(), values };
    (PLUGIN.build)(section).expect("a good section")
}

fn job(provider: &dyn ImageProvider, model: &str, resolution: &str) -> ImageJob {
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
    match provider.begin(job, &ApiKey::new("sk-or-v1-0000")) {
        Ok(Next::Send(exchange)) => *exchange,
        other => panic!("no request: {other:?}"),
    }
}

fn body(exchange: &Exchange<Step>) -> Value {
    serde_json::from_slice(exchange.request.body()).expect("JSON")
}

#[test]
fn text_to_image_is_one_chat_completion() {
    let provider = provider(json!({}));
    let exchange = exchange(&*provider, &job(&*provider, MODEL, "wide-2k"));
    let request = &exchange.request;
    let url = "https://openrouter.ai/api/v1/chat/completions";
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", url));
    assert_eq!(request.headers()["authorization"], "Bearer sk-or-v1-0000");
    assert_eq!(exchange.effect, Effect::Buys);
    assert_eq!(
        body(&exchange),
        json!({
            "model": "google/gemini-nano-banana-2.1",
            "modalities": ["image", "text"],
            "image_config": {"aspect_ratio": "16:9", "image_size": "2K"},
            "messages": [{"role": "user", "content": [{"type": "text", "text": "a red \"bicycle\"\nin the rain"}]}],
        })
    );
}

#[test]
fn an_edit_keeps_the_prompt_adds_the_words_and_sends_inputs_in_order() {
    let provider = provider(json!({}));
    let input = |mime: &str, bytes: &'static [u8]| InputImage::new(mime, bytes);
    let edit = ImageJob {
        mode: Mode::ImageToImage,
        image_strength: Strength::new(0.9),
        inputs: vec![input("image/png", b"first"), input("image/jpeg", b"second")],
        ..job(&*provider, MODEL, "auto")
    };
    let body = body(&exchange(&*provider, &edit));
    let parts = body["messages"][0]["content"].as_array().expect("parts");
    assert_eq!(parts[0], json!({"type": "text", "text": "a red \"bicycle\"\nin the rain"}));
    assert!(parts[1]["text"].as_str().expect("words").starts_with("Change only what the request names."));
    assert_eq!(parts[2], json!({"type": "image_url", "image_url": {"url": "data:image/png;base64,Zmlyc3Q="}}));
    assert_eq!(parts[3], json!({"type": "image_url", "image_url": {"url": "data:image/jpeg;base64,c2Vjb25k"}}));
    assert_eq!(body["image_config"], json!({"image_size": "1K"}), "auto keeps the input's ratio");
}

#[test]
fn the_older_model_gets_no_size_and_with_auto_no_image_config() {
    let provider = provider(json!({}));
    let body_of = |resolution: &str| {
        let job = job(&*provider, "google/gemini-2.5-flash-image", resolution);
        body(&exchange(&*provider, &job))
    };
    assert_eq!(body_of("wide")["image_config"], json!({"aspect_ratio": "16:9"}));
    assert!(body_of("auto").get("image_config").is_none());
}

#[test]
fn models_are_the_documented_ones_and_the_configured_ones() {
    let provider = provider(json!({
        "base_url": "http://127.0.0.1:4000/relay/",
        "model": "house/model:free",
        "strength_words": "false",
        "models": {"house/model:free": {"sizes": [], "ratios": ["1:1", "21:9"], "price_usd": {"1K": "0.01"}}},
    }));
    let about = provider.about();
    assert_eq!(
        (about.hosts[0].as_str(), about.models[0].name.as_str()),
        ("http://127.0.0.1:4000/", "house/model:free")
    );
    assert_eq!(about.models[0].capabilities.image_strength, ImageStrength::None);
    let known = &about.model(MODEL).expect("a documented model").capabilities;
    let price = |id: &str| known.resolution(id).expect("a preset").price.map(|p| p.0);
    assert_eq!((price("square"), price("wide-2k")), (Some(33_600), Some(50_400)));
    let exchange = exchange(&*provider, &job(&*provider, "house/model:free", "cinema"));
    assert_eq!(exchange.request.uri().to_string(), "http://127.0.0.1:4000/relay/chat/completions");
}

#[test]
fn a_cursor_blames_nobody_and_an_unknown_model_is_gone() {
    let provider = provider(json!({}));
    let key = ApiKey::new("sk-or-v1-0000");
    let mut job = job(&*provider, MODEL, "square");
    let error = provider.resume(&job, &Cursor("x".to_owned()), &key).expect_err("nothing to resume");
    assert_eq!((error.class, error.spent), (Class::NoImage, Spent::Unknown));
    assert!(provider.cancel(&Cursor("x".to_owned()), &key).is_none());
    job.model = "google/gemini-9".to_owned();
    let error = provider.begin(&job, &key).expect_err("no such model");
    assert_eq!((error.class, error.spent), (Class::ModelGone, Spent::No));
}
