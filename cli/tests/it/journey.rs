//! A customer's journey: a prompt in, pictures out.

use serde_json::json;

use crate::support::{Nproxy, Site, difference, ids};

#[tokio::test]
async fn a_prompt_becomes_four_pictures_and_one_of_them_the_input_of_the_next() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    site.control(&dev.said, "/defaults", &json!({})).await;

    let models = site.get("/api/v1/models").await;
    let square = models["models"][0]["resolutions"].as_array().unwrap().iter().find(|r| r["id"] == "square").unwrap();
    let asked = json!({
        "mode": "text_to_image", "prompt": "a red fox in the snow", "resolution": "square", "batch_size": 4,
    });
    let answer = site.submit("first", &asked).await;
    let made = site.wait(&ids(&answer)).await;
    assert_eq!(made.len(), 4);
    let mut pictures = Vec::new();
    for generation in &made {
        assert_eq!(generation["state"], "succeeded", "{generation}");
        let asset = &generation["asset"];
        assert_eq!((&asset["width"], &asset["height"]), (&square["width"], &square["height"]));
        let (headers, bytes) = site.picture(asset["url"].as_str().unwrap()).await;
        assert_eq!(headers["content-type"], asset["mime"].as_str().unwrap());
        let (_, thumb) = site.picture(asset["thumb_url"].as_str().unwrap()).await;
        assert!(thumb.len() < bytes.len());
        assert!(difference(&thumb, &bytes) < 8.0, "the thumbnail shows the picture");
        pictures.push(bytes);
    }
    let distinct: std::collections::HashSet<&Vec<u8>> = pictures.iter().collect();
    assert_eq!(distinct.len(), 4, "four requests, four pictures");

    let download = format!("{}&download=1", made[0]["asset"]["url"].as_str().unwrap());
    let (headers, _) = site.picture(&download).await;
    assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename="));

    // Image to image from a result, in the same conversation, kept close.
    let conversation = &answer["conversation"]["id"];
    let edit = |inputs: &serde_json::Value, strength: f64| {
        json!({
            "conversation_id": conversation, "mode": "image_to_image", "prompt": "the same at night",
            "resolution": "auto", "batch_size": 1, "image_strength": strength, "inputs": [inputs],
        })
    };
    let answer = site.submit("second", &edit(&made[0]["asset"]["id"], 0.9)).await;
    assert_eq!(answer["turn"]["conversation_id"], *conversation);
    let near = site.wait(&ids(&answer)).await;
    assert_eq!(near[0]["state"], "succeeded", "{near:?}");
    let (_, near) = site.picture(near[0]["asset"]["url"].as_str().unwrap()).await;
    let derived = difference(&pictures[0], &near);
    assert!(derived < difference(&pictures[1], &near), "it is made from the input, not from another picture");

    // And from an upload.
    let uploaded = site.upload(pictures[1].clone()).await;
    let answer = site.submit("third", &edit(&uploaded["id"], 0.3)).await;
    let loose = site.wait(&ids(&answer)).await;
    assert_eq!(loose[0]["state"], "succeeded", "{loose:?}");

    // Signed out and in again, everything is still there.
    let turns = format!("/api/v1/conversations/{}/turns", conversation.as_str().unwrap());
    site.sign_out().await;
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    let turns = site.get(&turns).await;
    let shown: Vec<_> = turns["items"].as_array().unwrap().iter().map(|t| t["prompt"].as_str().unwrap()).collect();
    assert_eq!(shown, ["a red fox in the snow", "the same at night", "the same at night"]);

    let ledger = nproxy.against_dev().run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!((&ledger["spent"], &ledger["held"]), (&json!(6), &json!(0)), "{ledger}");
    assert!(dev.interrupt().await.success());
}
