//! Sizes, formats, and what pictures are made of.

use std::{
    io::Cursor,
    time::{Duration, Instant},
};

use image::{DynamicImage, ImageFormat, RgbImage};
use nproxy_sandbox::{GEMINI_DEFAULT_MODEL, SandboxOptions};
use serde_json::json;

use crate::client::{KEYS, SMALL_MODEL, World, configured, prompt, small, with_image};

const OLD_MODEL: &str = "gemini-2.5-flash-image";

#[tokio::test]
async fn pixels_follow_ratio_and_size() {
    let world = World::start().await;
    let new = GEMINI_DEFAULT_MODEL;
    let cases = [
        (new, json!({}), (1024, 1024)),
        (new, json!({"aspectRatio": "16:9"}), (1376, 768)),
        (new, json!({"aspectRatio": "9:16", "imageSize": "1K"}), (768, 1376)),
        (new, json!({"aspectRatio": "3:2"}), (1264, 848)),
        (new, json!({"aspectRatio": "4:3"}), (1200, 896)),
        (new, json!({"aspectRatio": "4:5"}), (928, 1152)),
        (new, json!({"aspectRatio": "21:9"}), (1584, 672)),
        (new, json!({"aspectRatio": "16:9", "imageSize": "2K"}), (2752, 1536)),
        ("gemini-3-pro-image", json!({"imageSize": "2K"}), (2048, 2048)),
        (SMALL_MODEL, json!({"aspectRatio": "1:8", "imageSize": "512"}), (192, 1536)),
        (OLD_MODEL, json!({"aspectRatio": "3:4"}), (864, 1184)),
        (OLD_MODEL, json!({"aspectRatio": "21:9"}), (1536, 672)),
    ];
    for (model, image_config, pixels) in cases {
        let reply = world.generate_with(model, &configured(&json!({ "imageConfig": image_config }))).await;
        assert_eq!(reply.status, 200, "{model} {image_config}");
        let (mime_type, bytes) = reply.picture();
        let (expected_type, expected_format) =
            if model == OLD_MODEL { ("image/png", ImageFormat::Png) } else { ("image/jpeg", ImageFormat::Jpeg) };
        assert_eq!(
            (mime_type.as_str(), image::guess_format(&bytes).ok()),
            (expected_type, Some(expected_format)),
            "{model}"
        );
        let picture = reply.decoded();
        assert_eq!((picture.width(), picture.height()), pixels, "{model} {image_config}");
    }
}

#[tokio::test]
async fn the_largest_size_is_made() {
    let world = World::start().await;
    let picture = world
        .generate_with(
            GEMINI_DEFAULT_MODEL,
            &configured(&json!({"imageConfig": {"aspectRatio": "16:9", "imageSize": "4K"}})),
        )
        .await;
    assert_eq!((picture.decoded().width(), picture.decoded().height()), (5504, 3072));
}

#[tokio::test]
async fn a_batch_of_four_differs() {
    let world = World::start().await;
    let mut pictures = Vec::new();
    for _ in 0..4 {
        pictures.push(world.generate_with(SMALL_MODEL, &small("морской закат")).await.decoded());
    }
    for (index, one) in pictures.iter().enumerate() {
        for other in &pictures[index + 1..] {
            assert!(distance(one, other) > 2.0, "two pictures of one prompt look the same");
        }
    }
}

/// Stripes that no drawn landscape has.
fn striped(width: u32, height: u32) -> DynamicImage {
    RgbImage::from_fn(width, height, |x, _| {
        if x / 40 % 2 == 0 { image::Rgb([20, 200, 60]) } else { image::Rgb([250, 240, 20]) }
    })
    .into()
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, ImageFormat::Png).expect("encoded");
    bytes.into_inner()
}

/// Mean difference of colour channels, 0 to 255, at thumbnail size.
fn distance(one: &DynamicImage, other: &DynamicImage) -> f64 {
    let (one, other) = (
        one.resize_exact(64, 64, image::imageops::FilterType::Triangle).to_rgb8(),
        other.resize_exact(64, 64, image::imageops::FilterType::Triangle).to_rgb8(),
    );
    let sum: u32 = one.iter().zip(other.iter()).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
    f64::from(sum) / (64.0 * 64.0 * 3.0)
}

#[tokio::test]
async fn an_edit_is_made_from_its_input_and_closer_the_more_should_be_kept() {
    let world = World::start().await;
    let input = striped(640, 640);
    let bands = [
        "Change only what the request names. Keep composition, framing, pose, faces, colours, lighting and every other detail as in the input image.",
        "Keep composition and identities; small changes of style, light and texture are allowed where the request needs them.",
        "Keep the main subject and the rough layout recognisable; style, background and details may change.",
        "Use the input image as a guide for subject and mood; composition may change freely.",
        "Use the input image only as loose inspiration and create a new picture from the request.",
    ];
    let fresh = distance(&world.generate_with(SMALL_MODEL, &small("hills at night")).await.decoded(), &input);
    let mut distances = Vec::new();
    for band in bands {
        let body = with_image(small(&format!("hills at night\n\n{band}")), "image/png", &png(&input));
        distances.push(distance(&world.generate_with(SMALL_MODEL, &body).await.decoded(), &input));
    }
    assert!(distances.windows(2).all(|pair| pair[0] < pair[1]), "{distances:?}");
    assert!(distances[0] < fresh / 2.0, "the closest must look like the input: {distances:?}, without input {fresh}");
    assert!(distances[0] > 3.0, "and not be the input: {distances:?}");
}

#[tokio::test]
async fn an_edit_follows_the_ratio_of_its_last_input() {
    let world = World::start().await;
    let wide = png(&striped(900, 500));
    let body = with_image(with_image(prompt("combine"), "image/png", &png(&striped(300, 300))), "image/png", &wide);
    let picture = world.generate(KEYS[0], &body).await.decoded();
    assert_eq!((picture.width(), picture.height()), (1376, 768));
    let mut asked = with_image(prompt("square"), "image/png", &wide);
    asked["generationConfig"] = json!({"imageConfig": {"aspectRatio": "1:1"}});
    assert_eq!(world.generate(KEYS[0], &asked).await.decoded().width(), 1024);
}

#[tokio::test]
async fn jpeg_webp_and_transparent_png_are_taken() {
    let world = World::start().await;
    let picture = striped(200, 200);
    let mut encoded = vec![(ImageFormat::Png, "image/png", DynamicImage::ImageRgba8(picture.to_rgba8()))];
    encoded.push((ImageFormat::Jpeg, "image/jpeg", picture.clone()));
    encoded.push((ImageFormat::WebP, "image/webp", picture));
    for (format, mime_type, picture) in encoded {
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).expect("encoded");
        let reply =
            world.generate_with(SMALL_MODEL, &with_image(small("keep it"), mime_type, &bytes.into_inner())).await;
        assert_eq!(reply.status, 200, "{mime_type}");
    }
}

#[tokio::test]
async fn small_pictures_are_real_ones_and_cost_next_to_nothing() {
    let world = World::with(SandboxOptions { small_pictures: true, ..SandboxOptions::default() }).await;
    for (model, format) in [(GEMINI_DEFAULT_MODEL, ImageFormat::Jpeg), (OLD_MODEL, ImageFormat::Png)] {
        let reply = world.generate_with(model, &prompt("a boat")).await;
        let (mime_type, bytes) = reply.picture();
        assert_eq!((mime_type.as_str(), image::guess_format(&bytes).ok()), (format.to_mime_type(), Some(format)));
        let picture = reply.decoded();
        assert_eq!((picture.width(), picture.height()), (64, 64));
    }
    let calls = 200;
    let began = Instant::now();
    for _ in 0..calls {
        world.generate(KEYS[0], &prompt("a boat")).await;
    }
    let each = began.elapsed() / calls;
    // A tenth of what drawing takes; it is far below a millisecond where nothing else runs.
    assert!(each < Duration::from_millis(30), "{each:?}");
    let totals = world.controls.bill().totals;
    assert_eq!((totals.images_delivered, totals.billed_micro_usd), (202, 201 * 33_600 + 39_000));
}

#[tokio::test]
async fn heavy_pictures_are_the_same_ones_made_up_to_their_weight() {
    let bytes = 1_500_000;
    let world = World::with(SandboxOptions { heavy_pictures_bytes: Some(bytes), ..SandboxOptions::default() }).await;
    let [one, other] =
        [world.generate(KEYS[0], &prompt("a boat")).await, world.generate(KEYS[0], &prompt("a car")).await];
    assert!((bytes..bytes + 100_000).contains(&one.picture().1.len()));
    assert_eq!(one.picture(), other.picture());
    assert!(one.decoded().width() >= 512, "a real one");
}
