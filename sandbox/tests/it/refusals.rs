//! What the real API refuses, the played one refuses.

use nproxy_sandbox::{GEMINI_DEFAULT_MODEL, SandboxOptions};
use serde_json::{Value, json};

use crate::client::{KEYS, SMALL_MODEL, World, configured, generate_path, prompt, send, small, with_image};

async fn refused(world: &World, model: &str, body: &Value) -> String {
    let reply = world.generate_with(model, body).await;
    assert_eq!(reply.status, 400, "{body}");
    let json = reply.json();
    assert_eq!(json["error"]["status"], "INVALID_ARGUMENT", "{body}");
    json["error"]["message"].as_str().expect("a message").to_owned()
}

#[tokio::test]
async fn keys() {
    let world = World::start().await;
    let url = world.sandbox.gemini_base_url();
    let path = format!("/v1beta/models/{GEMINI_DEFAULT_MODEL}");
    let reason = |json: Value| json["error"]["details"][0]["reason"].as_str().map(str::to_owned);
    for headers in ["", "x-goog-api-key: nobody's\r\n"] {
        for (method, target) in
            [("GET", path.clone()), ("GET", "/v1beta/models".to_owned()), ("POST", generate_path(GEMINI_DEFAULT_MODEL))]
        {
            let reply = send(&url, method, &target, headers, b"{}").await.expect("an answer");
            assert_eq!(
                (reply.status, reason(reply.json()).as_deref()),
                (400, Some("API_KEY_INVALID")),
                "{method} {target} {headers}"
            );
        }
    }
    let good = send(&url, "GET", &format!("{path}?key=key-a"), "", b"").await.expect("an answer");
    assert_eq!(
        (good.status, good.json()["name"].as_str()),
        (200, Some(format!("models/{GEMINI_DEFAULT_MODEL}").as_str()))
    );
    let odd = send(&url, "GET", &format!("{path}?key=key%2Bc%2F%C3%BC"), "", b"").await.expect("an answer");
    assert_eq!(odd.status, 200, "a key may hold any letter");
    let bearer = send(&url, "GET", &path, "authorization: Bearer key-a\r\n", b"").await.expect("an answer");
    assert_eq!((bearer.status, reason(bearer.json()).as_deref()), (401, Some("ACCESS_TOKEN_TYPE_UNSUPPORTED")));
    let both =
        send(&url, "GET", &path, "authorization: Bearer x\r\nx-goog-api-key: key-a\r\n", b"").await.expect("an answer");
    assert_eq!(both.status, 400);
}

#[tokio::test]
async fn models() {
    let world = World::start().await;
    let missing = world.generate_with("x", &prompt("a fox")).await;
    assert_eq!(missing.status, 404);
    assert_eq!(
        missing.json(),
        json!({"error":{"code":404,"message":"models/x is not found for API version v1beta, or is not supported for generateContent. Call ListModels to see the list of available models and their supported methods.","status":"NOT_FOUND"}})
    );
    let missing = world
        .gemini("GET", "/v1beta/models/gemini-3.1-flash-image-preview", KEYS[0], &Value::Null)
        .await
        .expect("an answer");
    assert_eq!(missing.status, 404);
    let page = world.gemini("GET", "/v1beta/models?pageSize=3", KEYS[0], &Value::Null).await.expect("an answer").json();
    assert_eq!(page["models"].as_array().map(Vec::len), Some(3));
    let next = format!("/v1beta/models?pageSize=3&pageToken={}", page["nextPageToken"].as_str().expect("more"));
    let rest = world.gemini("GET", &next, KEYS[0], &Value::Null).await.expect("an answer").json();
    assert_eq!((rest["models"].as_array().map(Vec::len), rest["nextPageToken"].is_null()), (Some(1), true));
    let nowhere = world.gemini("POST", "/v1beta/interactions", KEYS[0], &json!({})).await.expect("an answer");
    assert_eq!(nowhere.status, 404);
}

#[tokio::test]
async fn fields_that_do_not_exist() {
    let world = World::start().await;
    let mut body = prompt("a fox");
    body["negativePrompt"] = json!("dogs");
    assert_eq!(
        refused(&world, GEMINI_DEFAULT_MODEL, &body).await,
        "Invalid JSON payload received. Unknown name \"negativePrompt\": Cannot find field."
    );
    for field in ["n", "width", "strength", "steps", "outputMimeType"] {
        let message = refused(&world, GEMINI_DEFAULT_MODEL, &configured(&json!({ field: 1 }))).await;
        assert_eq!(
            message,
            format!(
                "Invalid JSON payload received. Unknown name \"{field}\" at 'generation_config': Cannot find field."
            )
        );
    }
    let vertex = configured(&json!({"imageConfig": {"personGeneration": "ALLOW_ALL"}}));
    assert!(
        refused(&world, GEMINI_DEFAULT_MODEL, &vertex)
            .await
            .contains("Unknown name \"personGeneration\" at 'generation_config.image_config'")
    );

    let v1 = format!("/v1/models/{GEMINI_DEFAULT_MODEL}:generateContent");
    let reply = world
        .gemini("POST", &v1, KEYS[0], &configured(&json!({"responseModalities": ["IMAGE"]})))
        .await
        .expect("an answer");
    assert_eq!(reply.status, 400);
    assert!(
        reply.json()["error"]["message"]
            .as_str()
            .is_some_and(|text| text.contains("Unknown name \"responseModalities\""))
    );

    let broken = send(
        &world.sandbox.gemini_base_url(),
        "POST",
        &generate_path(GEMINI_DEFAULT_MODEL),
        "x-goog-api-key: key-a\r\n",
        b"{",
    )
    .await;
    let broken = broken.expect("an answer");
    assert_eq!(broken.status, 400);
    assert!(
        broken.json()["error"]["message"]
            .as_str()
            .is_some_and(|text| text.starts_with("Invalid JSON payload received."))
    );
}

#[tokio::test]
async fn settings_a_model_does_not_take() {
    let world = World::start().await;
    let (new, old) = (GEMINI_DEFAULT_MODEL, "gemini-2.5-flash-image");
    let cases = [
        (new, json!({"candidateCount": 2}), "Multiple candidates is not enabled for this model"),
        (new, json!({"imageConfig": {"aspectRatio": "7:5"}}), "aspect ratio '7:5'"),
        (new, json!({"imageConfig": {"imageSize": "512"}}), "image size '512'"),
        (new, json!({"imageConfig": {"imageSize": "1k"}}), "image size '1k'"),
        (new, json!({"imageConfig": {"imageSize": "8K"}}), "image size '8K'"),
        ("gemini-3-pro-image", json!({"imageConfig": {"aspectRatio": "8:1"}}), "aspect ratio '8:1'"),
        (old, json!({"imageConfig": {"aspectRatio": "1:4"}}), "aspect ratio '1:4'"),
        (old, json!({"imageConfig": {"imageSize": "1K"}}), "Image size is not enabled"),
        (old, json!({"mediaResolution": "MEDIA_RESOLUTION_LOW"}), "Media resolution is not enabled"),
        (
            old,
            json!({"thinkingConfig": {"thinkingLevel": "minimal"}}),
            "Thinking is not enabled for models/gemini-2.5-flash-image",
        ),
        (SMALL_MODEL, json!({"thinkingConfig": {"thinkingLevel": "medium"}}), "Thinking level MEDIUM"),
        (new, json!({"responseMimeType": "image/png"}), "Response mime type"),
        (new, json!({"responseModalities": ["TEXT"]}), "response modalities"),
        (
            new,
            json!({"responseModalities": ["PAINTING"]}),
            "Invalid value at 'generation_config.response_modalities[0]'",
        ),
        (new, json!({"seed": 4_000_000_000_u64}), "Invalid value at 'generation_config.seed' (TYPE_INT32)"),
    ];
    for (model, config, text) in cases {
        let message = refused(&world, model, &configured(&config)).await;
        assert!(message.contains(text), "{config}: {message}");
    }
}

#[tokio::test]
async fn contents_that_make_no_sense() {
    let world = World::start().await;
    let cases = [
        (json!({}), "contents is not specified"),
        (json!({"contents": []}), "contents is not specified"),
        (json!({"contents": [{"role": "user"}]}), "contents.parts must not be empty"),
        (json!({"contents": [{"parts": [{}]}]}), "must have one initialized field"),
        (json!({"contents": [{"role": "system", "parts": [{"text": "x"}]}]}), "valid role"),
        (
            json!({"contents": [{"role": "model", "parts": [{"inlineData": {"mimeType": "image/png", "data": ""}}]}]}),
            "thought_signature",
        ),
        (with_image(prompt("x"), "image/png", b"not an image"), "Provided image is not valid"),
        (with_image(prompt("x"), "image/png", b"\x89PNG\r\n\x1a\n"), "Provided image is not valid"),
        (with_image(prompt("x"), "image/gif", b"GIF89a"), "Unsupported MIME type: image/gif"),
        (
            json!({"contents": [{"parts": [{"text": "x"}, {"inlineData": {"mimeType": "image/png", "data": "not*base64"}}]}]}),
            "Provided image is not valid",
        ),
    ];
    for (body, text) in cases {
        let message = refused(&world, GEMINI_DEFAULT_MODEL, &body).await;
        assert!(message.contains(text), "{body}: {message}");
    }
}

#[tokio::test]
async fn bodies_too_large() {
    let world = World::with(SandboxOptions { request_bytes_max: 2000, ..SandboxOptions::default() }).await;
    let reply = world.generate(KEYS[0], &prompt(&"long ".repeat(1000))).await;
    assert_eq!(reply.status, 413);
    assert_eq!(world.generate_with(SMALL_MODEL, &small("short")).await.status, 200);
}
