//! What is on offer.

use serde_json::json;

use crate::house::House;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_models_say_what_they_can() {
    let house = House::new().await;
    let models = house.customer().await.get("/api/v1/models").await.expect(200);
    assert_eq!(
        models,
        json!({
            "default_model": "paint",
            "models": [{
                "id": "paint", "label": "Paint", "batch_max": 4, "inputs_max": 2, "image_strength": "emulated",
                "prompt_chars_max": 200,
                "resolutions": [
                    { "id": "auto", "label": "auto", "aspect": null, "width": 64, "height": 64 },
                    { "id": "wide", "label": "wide", "aspect": "16:9", "width": 64, "height": 36 },
                ],
            }],
        })
    );
}
