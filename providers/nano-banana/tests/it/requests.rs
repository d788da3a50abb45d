//! What is sent to the API, to the letter.

use std::sync::Arc;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{
    ApiKey, Cursor, Effect, Exchange, ImageJob, ImageProvider, ImageStrength, InputImage, Mode, Next, Step, Strength,
};
use nproxy_provider_nano_banana::PLUGIN;
use serde_json::{Value, json};

fn provider(values: Value) -> Arc<dyn ImageProvider> {
    let section = Section { id: "nano_banana".to_owned(), path: "providers.nano_banana".to_owned(), values };
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

fn edit(provider: &dyn ImageProvider, resolution: &str, strength: f32) -> ImageJob {
    let input = |mime: &str, bytes: &'static [u8]| InputImage::new(mime, bytes);
    ImageJob {
        mode: Mode::ImageToImage,
        image_strength: Strength::new(strength),
        inputs: vec![input("image/png", b"first"), input("image/jpeg", b"second")],
        ..job(provider, "gemini-nano-banana-2.1", resolution)
    }
}

fn exchange(provider: &dyn ImageProvider, job: &ImageJob) -> Exchange<Step> {
    match provider.begin(job, &ApiKey::new("TESTKEY-0000")) {
        Ok(Next::Send(exchange)) => *exchange,
        other => panic!("no request: {other:?}"),
    }
}

fn body(exchange: &Exchange<Step>) -> Value {
    serde_json::from_slice(exchange.request.body()).expect("JSON")
}

#[test]
fn text_to_image_is_one_generate_content() {
    let provider = provider(json!({}));
    let exchange = exchange(&*provider, &job(&*provider, "gemini-nano-banana-2.1", "wide-2k"));
    let request = &exchange.request;
    let url = "https://generativelanguage.googleapis.com/v1beta/models/gemini-nano-banana-2.1:generateContent";
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", url));
    assert_eq!(request.headers()["x-goog-api-key"], "TESTKEY-0000");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(exchange.effect, Effect::Buys);
    assert_eq!(
        body(&exchange),
        json!({
            "contents": [{"role": "user", "parts": [{"text": "a red \"bicycle\"\nin the rain"}]}],
            "generationConfig": {
                "responseModalities": ["TEXT", "IMAGE"],
                "imageConfig": {"aspectRatio": "16:9", "imageSize": "2K"},
            },
        })
    );
}

#[test]
fn an_edit_keeps_the_prompt_adds_the_words_and_sends_inputs_in_order() {
    let provider = provider(json!({}));
    let body = body(&exchange(&*provider, &edit(&*provider, "auto", 0.9)));
    let parts = body["contents"][0]["parts"].as_array().expect("parts");
    assert_eq!(parts[0], json!({"text": "a red \"bicycle\"\nin the rain"}));
    assert!(parts[1]["text"].as_str().expect("words").starts_with("Change only what the request names."));
    assert_eq!(parts[2], json!({"inlineData": {"mimeType": "image/png", "data": "Zmlyc3Q="}}));
    assert_eq!(parts[3], json!({"inlineData": {"mimeType": "image/jpeg", "data": "c2Vjb25k"}}));
    assert_eq!(body["generationConfig"]["imageConfig"], json!({"imageSize": "1K"}), "auto keeps the input's ratio");
}

#[test]
fn the_older_model_gets_no_size_and_with_auto_no_image_config() {
    let provider = provider(json!({}));
    let config = |resolution: &str| {
        let job = job(&*provider, "gemini-2.5-flash-image", resolution);
        body(&exchange(&*provider, &job))["generationConfig"].clone()
    };
    assert_eq!(config("wide")["imageConfig"], json!({"aspectRatio": "16:9"}));
    assert_eq!(config("auto"), json!({"responseModalities": ["TEXT", "IMAGE"]}));
}

#[test]
fn presets_have_the_documented_pixels_and_prices() {
    let provider = provider(json!({}));
    let about = provider.about();
    assert_eq!(about.models[0].name, "gemini-nano-banana-2.1", "the recommended one first");
    let row = |model: &str, id: &str| {
        let capabilities = &about.model(model).expect("a known model").capabilities;
        let preset = capabilities.resolution(id).expect("a known preset").clone();
        (preset.label, preset.width, preset.height, preset.price.map(|p| p.0))
    };
    assert_eq!(row("gemini-nano-banana-2.1", "square"), ("Square".to_owned(), 1024, 1024, Some(33_600)));
    assert_eq!(row("gemini-nano-banana-2.1", "wide-2k"), ("Wide 2K".to_owned(), 2752, 1536, Some(50_400)));
    assert_eq!(row("gemini-nano-banana-2.1", "portrait"), ("Portrait".to_owned(), 896, 1200, Some(33_600)));
    assert_eq!(row("gemini-2.5-flash-image", "tall"), ("Tall".to_owned(), 768, 1344, Some(39_000)));
    let lite = &about.model("gemini-3.1-flash-lite-image").expect("a known model").capabilities;
    let ids: Vec<&str> = lite.resolutions.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["auto", "square", "portrait", "landscape", "tall", "wide"]);
}

#[test]
fn settings_change_documented_models_and_add_others_also_as_text() {
    let provider = provider(json!({
        "base_url": "http://127.0.0.1:4000/relay/",
        "model": "house-model",
        "strength_words": "false",
        "request_bytes_max": "70000",
        "models": {
            "gemini-nano-banana-2.1": {"batch_max": "2", "price_usd": {"1K": 0.05}},
            "house-model": {"sizes": [], "ratios": ["1:1", "21:9"], "inputs_max": 2, "price_usd": {"1K": "0.01"}},
        },
    }));
    let about = provider.about();
    assert_eq!(about.hosts[0].as_str(), "http://127.0.0.1:4000/");
    let house = &about.models[0];
    assert_eq!((house.name.as_str(), house.capabilities.inputs_max), ("house-model", 2));
    assert_eq!(house.capabilities.image_strength, ImageStrength::None);
    let ids: Vec<&str> = house.capabilities.resolutions.iter().map(|r| r.id.as_str()).collect();
    assert_eq!(ids, ["auto", "square", "cinema"]);
    let changed = &about.model("gemini-nano-banana-2.1").expect("a known model").capabilities;
    let prices: Vec<_> = changed.resolutions.iter().map(|r| r.price.map(|p| p.0)).collect();
    assert_eq!((changed.batch_max, prices[0], prices[6]), (2, Some(50_000), Some(50_400)));
    let exchange = exchange(&*provider, &job(&*provider, "house-model", "square"));
    let url = "http://127.0.0.1:4000/relay/v1beta/models/house-model:generateContent";
    assert_eq!(exchange.request.uri().to_string(), url);
}

#[test]
fn a_cursor_blames_nobody_and_an_unknown_model_is_gone() {
    let provider = provider(json!({}));
    let key = ApiKey::new("TESTKEY-0000");
    let mut job = job(&*provider, "gemini-nano-banana-2.1", "square");
    let error = provider.resume(&job, &Cursor("x".to_owned()), &key).expect_err("nothing to resume");
    assert_eq!((error.class, error.spent), (Class::NoImage, Spent::Unknown));
    job.model = "gemini-9".to_owned();
    let error = provider.begin(&job, &key).expect_err("no such model");
    assert_eq!((error.class, error.spent), (Class::ModelGone, Spent::No));
    assert!(provider.balance(&key).is_none() && provider.cancel(&Cursor(String::new()), &key).is_none());
}
