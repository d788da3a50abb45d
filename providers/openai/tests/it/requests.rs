//! What is sent to the API, to the letter.

use std::sync::Arc;

use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::plugin::Section;
use nproxy_domain::provider::{
    ApiKey, Cursor, Effect, Exchange, ImageJob, ImageProvider, ImageStrength, InputImage, Mode, Next, Step, Strength,
};
use nproxy_provider_openai::PLUGIN;
use serde_json::{Value, json};

const MODEL: &str = "gpt-image-2";
const PROMPT: &str = "a red \"bicycle\"\nin the rain";

fn provider(values: Value) -> Arc<dyn ImageProvider> {
    let section = Section { id: "openai".to_owned(), path: "providers.openai".to_owned(), values };
    (PLUGIN.build)(section).expect("a good section")
}

fn job(provider: &dyn ImageProvider, model: &str, resolution: &str) -> ImageJob {
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

fn edit(provider: &dyn ImageProvider, model: &str, strength: Option<f32>) -> ImageJob {
    ImageJob {
        mode: Mode::ImageToImage,
        image_strength: strength.and_then(Strength::new),
        inputs: vec![InputImage::new("image/png", &b"first"[..]), InputImage::new("image/jpeg", &b"second"[..])],
        ..job(provider, model, "auto")
    }
}

fn exchange(provider: &dyn ImageProvider, job: &ImageJob) -> Exchange<Step> {
    match provider.begin(job, &ApiKey::new("sk-0000")) {
        Ok(Next::Send(exchange)) => *exchange,
        other => panic!("no request: {other:?}"),
    }
}

fn body(exchange: &Exchange<Step>) -> Value {
    serde_json::from_slice(exchange.request.body()).expect("JSON")
}

/// The values of a form's fields of this name.
fn fields(exchange: &Exchange<Step>, name: &str) -> Vec<String> {
    let content_type = exchange.request.headers()["content-type"].to_str().expect("text");
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").expect("a form");
    let form = String::from_utf8(exchange.request.body().to_vec()).expect("these pictures are text");
    let (seam, named) = (format!("--{boundary}"), format!("name=\"{name}\""));
    let parts = form.split(&seam).filter(|part| part.contains(&named));
    parts.map(|part| part.split_once("\r\n\r\n").expect("a head").1.trim_end_matches("\r\n").to_owned()).collect()
}

#[test]
fn text_to_image_is_one_generation() {
    let provider = provider(json!({"quality": "high"}));
    let exchange = exchange(&*provider, &job(&*provider, MODEL, "wide-2k"));
    let request = &exchange.request;
    let url = "https://api.openai.com/v1/images/generations";
    assert_eq!((request.method().as_str(), request.uri().to_string().as_str()), ("POST", url));
    assert_eq!(request.headers()["authorization"], "Bearer sk-0000");
    assert_eq!(exchange.effect, Effect::Buys);
    assert_eq!(
        body(&exchange),
        json!({
            "model": "gpt-image-2", "prompt": PROMPT, "n": 1, "size": "2752x1536", "quality": "high",
            "output_format": "png",
        })
    );
}

#[test]
fn the_older_models_have_three_sizes_and_the_upstream_decides_what_is_left_open() {
    let provider = provider(json!({}));
    let size = |model: &str, resolution: &str| {
        body(&exchange(&*provider, &job(&*provider, model, resolution)))["size"].clone()
    };
    assert_eq!(size("gpt-image-1", "photo-landscape"), "1536x1024");
    assert_eq!(size("gpt-image-1", "photo-portrait"), "1024x1536");
    assert_eq!(size("gpt-image-1", "square"), "1024x1024");
    assert_eq!(size(MODEL, "auto"), "auto");
    let ids = |model: &str| -> Vec<String> {
        let capabilities = &provider.about().model(model).expect("a known model").capabilities;
        capabilities.resolutions.iter().map(|r| r.id.clone()).collect()
    };
    assert_eq!(ids("gpt-image-1"), ["auto", "square", "photo-landscape", "photo-portrait"]);
    assert!(!ids(MODEL).contains(&"auto-2k".to_owned()), "there is no word for it");
    assert!(body(&exchange(&*provider, &job(&*provider, MODEL, "auto"))).get("quality").is_none());
}

#[test]
fn an_edit_is_a_form_with_the_inputs_in_order_and_the_words_after_the_prompt() {
    let provider = provider(json!({}));
    let exchange = exchange(&*provider, &edit(&*provider, MODEL, Some(0.9)));
    assert_eq!(exchange.request.uri().to_string(), "https://api.openai.com/v1/images/edits");
    assert_eq!(fields(&exchange, "image[]"), ["first", "second"]);
    let prompt = fields(&exchange, "prompt").concat();
    assert!(prompt.starts_with(&format!("{PROMPT}\n\nChange only what the request names.")), "{prompt}");
    assert!(fields(&exchange, "input_fidelity").is_empty(), "it would be refused");
    assert_eq!(fields(&exchange, "size"), ["auto"]);
    assert_eq!(fields(&exchange, "model"), [MODEL]);
    assert!(fields(&exchange, "quality").is_empty());
}

#[test]
fn only_the_models_that_take_it_are_told_how_closely_to_look_at_the_input() {
    let provider = provider(json!({"models": {"house/gpt-image-1": {"sizes": []}}}));
    let fidelity = |model: &str, strength: Option<f32>| {
        fields(&exchange(&*provider, &edit(&*provider, model, strength)), "input_fidelity")
    };
    for model in ["gpt-image-1", "gpt-image-1.5"] {
        assert_eq!(fidelity(model, Some(0.9)), ["high"], "{model}");
        assert_eq!(fidelity(model, Some(0.3)), ["low"], "{model}");
        assert!(fidelity(model, None).is_empty(), "{model}");
    }
    let others = [MODEL, "gpt-image-2.5-flare", "gpt-image-2.5-sunburst", "gpt-image-1-mini", "house/gpt-image-1"];
    for model in others {
        assert!(fidelity(model, Some(0.9)).is_empty(), "{model}");
    }
}

#[test]
fn a_quality_that_a_model_does_not_know_is_its_highest() {
    let provider = provider(json!({"model": "gpt-image-2.5-flare", "quality": "max"}));
    let quality = |model: &str| body(&exchange(&*provider, &job(&*provider, model, "square")))["quality"].clone();
    assert_eq!((quality("gpt-image-2.5-flare"), quality(MODEL)), (json!("max"), json!("high")));
    let edited = exchange(&*provider, &edit(&*provider, "gpt-image-1", None));
    assert_eq!(fields(&edited, "quality"), ["high"]);
}

#[test]
fn a_model_of_the_configuration_is_offered_no_shape_that_there_is_no_word_for() {
    let provider = provider(json!({"models": {"chatgpt-image-latest": {"sizes": ["1K", "2K"]}}}));
    let capabilities = &provider.about().model("chatgpt-image-latest").expect("a model").capabilities;
    assert!(capabilities.resolution("auto").is_some() && capabilities.resolution("square-2k").is_some());
    assert!(capabilities.resolution("auto-2k").is_none());
}

#[test]
fn models_are_the_documented_ones_and_the_configured_ones() {
    let provider = provider(json!({
        "base_url": "http://127.0.0.1:4000/relay/v1/",
        "model": "house/model",
        "strength_words": "false",
        "models": {"house/model": {"sizes": [], "ratios": ["1:1", "21:9"], "price_usd": {"1K": "0.01"}}},
    }));
    let about = provider.about();
    assert_eq!((about.hosts[0].as_str(), about.models[0].name.as_str()), ("http://127.0.0.1:4000/", "house/model"));
    assert_eq!(about.models[0].capabilities.image_strength, ImageStrength::None);
    let price = |model: &str| {
        let capabilities = &about.model(model).expect("a model").capabilities;
        capabilities.resolution("square").expect("a preset").price.map(|p| p.0)
    };
    assert_eq!((price("house/model"), price(MODEL)), (Some(10_000), None), "unknown is not zero");
    let exchange = exchange(&*provider, &job(&*provider, "house/model", "cinema"));
    assert_eq!(exchange.request.uri().to_string(), "http://127.0.0.1:4000/relay/v1/images/generations");
    assert_eq!(body(&exchange)["size"], "1536x672");
}

#[test]
fn a_cursor_blames_nobody_and_an_unknown_model_is_gone() {
    let provider = provider(json!({}));
    let key = ApiKey::new("sk-0000");
    let mut job = job(&*provider, MODEL, "square");
    let error = provider.resume(&job, &Cursor("x".to_owned()), &key).expect_err("nothing to resume");
    assert_eq!((error.class, error.spent), (Class::NoImage, Spent::Unknown));
    assert!(provider.cancel(&Cursor("x".to_owned()), &key).is_none());
    assert!(provider.balance(&key).is_none());
    job.model = "gpt-image-9".to_owned();
    let error = provider.begin(&job, &key).expect_err("no such model");
    assert_eq!((error.class, error.spent), (Class::ModelGone, Spent::No));
}
