//! Draws the example pictures of the landing page: `cargo run -p nproxy-sandbox --example landing -- <folder>`.
//!
//! They come from the played Gemini API like any picture in `nproxy dev`, several of each, as PNG, without the lettering
//! at their foot. The best of each lies in `spa/landing/pictures`, as WebP of at most 40 KiB: `cwebp -q 80 -resize 896 0`.

use std::error::Error;
use std::path::Path;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use image::{DynamicImage, ImageFormat};
use nproxy_sandbox::{GEMINI_DEFAULT_MODEL, Sandbox, SandboxOptions};
use serde_json::{Value, json};

const KEY: &str = "landing";
/// Hundredths of the height that the lettering may take.
const FOOT_PERCENT: u32 = 13;
const EACH: usize = 4;

/// File, aspect ratio, prompt.
const PICTURES: [(&str, &str, &str); 6] = [
    ("harbour", "4:3", "A red boat in a quiet harbour at dawn, paper cut"),
    ("town", "1:1", "An old town at night under the moon, violet windows"),
    ("peaks", "3:4", "Snowy mountain peaks at sunset, seen from afar"),
    ("forest", "3:4", "A deep green forest on a misty morning"),
    ("dunes", "4:3", "Golden desert dunes in the evening, one planet in the sky"),
    ("meadow", "1:1", "A flower meadow in bright pink summer light"),
];

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("usage: landing <folder>")?;
    let sandbox = Sandbox::start(SandboxOptions { keys: vec![KEY.into()], ..SandboxOptions::default() }).await?;
    let http = client()?;
    let url = format!("{}/v1beta/models/{GEMINI_DEFAULT_MODEL}:generateContent", sandbox.gemini_base_url());
    for (name, ratio, prompt) in PICTURES {
        for nth in 1..=EACH {
            let body = json!({
                "contents": [{ "parts": [{ "text": prompt }] }],
                "generationConfig": { "responseModalities": ["IMAGE"], "imageConfig": { "aspectRatio": ratio } },
            });
            let reply = http.post(&url).header("x-goog-api-key", KEY).json(&body).send().await?;
            let drawn = without_foot(&picture_of(&reply.json().await?)?);
            drawn.save_with_format(Path::new(&folder).join(format!("{name}-{nth}.png")), ImageFormat::Png)?;
        }
    }
    sandbox.shutdown().await;
    Ok(())
}

fn picture_of(reply: &Value) -> Result<DynamicImage, Box<dyn Error>> {
    let parts = reply["candidates"][0]["content"]["parts"].as_array().ok_or_else(|| reply.to_string())?;
    let data = parts.iter().find_map(|part| part["inlineData"]["data"].as_str()).ok_or("no picture")?;
    Ok(image::load_from_memory(&BASE64_STANDARD.decode(data)?)?)
}

fn without_foot(picture: &DynamicImage) -> DynamicImage {
    picture.crop_imm(0, 0, picture.width(), picture.height() * (100 - FOOT_PERCENT) / 100)
}

#[expect(clippy::disallowed_methods, reason = "it calls the played world alone")]
fn client() -> Result<reqwest::Client, reqwest::Error> {
    let _installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder().no_proxy().build()
}
