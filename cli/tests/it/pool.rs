//! The trouble of upstream keys never reaches a customer.

use serde_json::{Value, json};

use crate::support::{Nproxy, Site, ids};

fn turn(prompt: &str, batch_size: u32) -> Value {
    json!({ "mode": "text_to_image", "prompt": prompt, "resolution": "square", "batch_size": batch_size })
}

#[tokio::test]
async fn with_half_of_the_keys_broken_a_hundred_pictures_are_made_and_exactly_a_hundred_counted() {
    let nproxy = Nproxy::new()
        .with("NPROXY__GENERATION__QUEUED_PER_USER_MAX", "100")
        .with("NPROXY__GENERATION__RUNNING_PER_USER_MAX", "8");
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    site.control(&dev.said, "/defaults", &json!({})).await;
    let keys = dev.said["sandbox"]["gemini"]["keys"].as_array().unwrap();
    let faults = ["key_invalid", "overloaded", "out_of_funds", "internal", "rate_limit_day", "region"];
    for (n, fault) in (0..keys.len() / 2).zip(faults) {
        site.control(&dev.said, &format!("/keys/{n}"), &json!({ "fault": fault })).await;
    }

    let mut generations = Vec::new();
    for n in 0..25 {
        generations.extend(ids(&site.submit(&format!("turn-{n}"), &turn(&format!("picture {n}"), 4)).await));
    }
    let ended = site.wait(&generations).await;
    let failed: Vec<_> = ended.iter().filter(|g| g["state"] != "succeeded").collect();
    assert!(failed.is_empty(), "{failed:?}");

    let ledger = nproxy.against_dev().run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!((&ledger["spent"], &ledger["held"]), (&json!(100), &json!(0)), "{ledger}");
    let bill = site.bill(&dev.said).await;
    assert_eq!(bill["totals"]["images_made"], 100, "{bill}");
    assert_eq!(bill["totals"]["images_delivered"], 100, "{bill}");
    let of_broken: u64 = (0..keys.len() / 2).map(|n| bill["keys"][n]["images_made"].as_u64().unwrap()).sum();
    assert_eq!(of_broken, 0, "{bill}");
}

#[tokio::test]
async fn a_refused_prompt_is_said_in_words_and_not_counted() {
    let nproxy = Nproxy::new();
    let dev = nproxy.start(&["dev", "--listen", "127.0.0.1:0"], &[]).await;
    let site = Site::sign_in(dev.url(), &dev.said["customer"]).await;
    site.control(&dev.said, "/defaults", &json!({})).await;
    let answer = site.submit("refused", &turn("something forbidden", 1)).await;
    let ended = site.wait(&ids(&answer)).await;
    assert_eq!(ended[0]["state"], "failed", "{ended:?}");
    let error = &ended[0]["error"];
    assert_eq!((&error["code"], &error["fault"]), (&json!("declined_prompt"), &json!("customer")), "{error}");
    assert_eq!(error["counted"], false);
    assert!(error["message"].as_str().unwrap().starts_with("The prompt was declined by the safety filter."), "{error}");
    let ledger = nproxy.against_dev().run(&["ledger", "check", "--json"]).await.done().json();
    assert_eq!((&ledger["spent"], &ledger["held"]), (&json!(0), &json!(0)), "{ledger}");
}
