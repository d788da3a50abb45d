//! The OpenAPI document, its copy in the front end, and its pages.

use std::path::Path;

use crate::house::House;

/// The front end's types are generated from this copy.
fn copy() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spa/openapi.json")
}

#[test]
fn the_front_end_has_the_current_document() {
    let current = format!("{}\n", nproxy_server::openapi().to_pretty_json().expect("a document"));
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::write(copy(), &current).expect("the copy is written");
    }
    let kept = std::fs::read_to_string(copy()).unwrap_or_default();
    assert!(
        kept == current,
        "spa/openapi.json is out of date: run this test with UPDATE_OPENAPI=1, then `npm run api` in spa/"
    );
}

#[test]
fn the_document_names_what_the_front_end_uses() {
    let document = serde_json::to_value(nproxy_server::openapi()).expect("a document");
    assert_eq!(document["openapi"], "3.1.0");
    let schemas = &document["components"]["schemas"];
    for name in [
        "User",
        "Conversation",
        "Turn",
        "Generation",
        "GenerationError",
        "Asset",
        "Model",
        "Resolution",
        "Quota",
        "Subscription",
        "Plan",
        "Processor",
        "Payment",
        "AdminPayment",
        "PaymentFile",
        "Problem",
    ] {
        assert!(schemas[name].is_object(), "{name}");
    }
    let dangling: Vec<String> = references(&document)
        .into_iter()
        .filter(|name| document.pointer(name.trim_start_matches('#')).is_none())
        .collect();
    assert_eq!(dangling, [""; 0]);
    let wordless: Vec<&str> = operations(&document)
        .filter(|operation| {
            let mut responses = operation["responses"].as_object().expect("responses").values();
            responses.any(|response| response.get("$ref").is_none() && !response["description"].is_string())
        })
        .map(|operation| operation["operationId"].as_str().expect("an id"))
        .collect();
    assert_eq!(wordless, [""; 0], "every answer is described");
    let mut ids: Vec<&str> =
        operations(&document).map(|operation| operation["operationId"].as_str().expect("an id")).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "operations have names of their own");
}

fn operations(document: &serde_json::Value) -> impl Iterator<Item = &serde_json::Value> {
    let items = document["paths"].as_object().expect("paths").values();
    items.flat_map(|item| item.as_object().expect("operations").values())
}

fn references(value: &serde_json::Value) -> Vec<String> {
    match value {
        serde_json::Value::Object(fields) => fields
            .iter()
            .flat_map(|(name, value)| match value.as_str() {
                Some(target) if name == "$ref" => vec![target.to_owned()],
                _ => references(value),
            })
            .collect(),
        serde_json::Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => Vec::new(),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_document_and_its_pages_are_served() {
    let house = House::new().await;
    let nobody = house.nobody();
    let served = nobody.get("/api/openapi.json").await.expect(200);
    assert_eq!(served, serde_json::to_value(nproxy_server::openapi()).expect("a document"));
    let moved = nobody.get("/api/docs").await;
    assert_eq!((moved.status.as_u16(), moved.header("location")), (308, "/api/docs/"));
    let page = nobody.get("/api/docs/").await;
    assert!(page.header("content-type").starts_with("text/html"), "{page:?}");
    assert!(page.header("content-security-policy").contains("script-src 'self';"));
    let script = nobody.get("/api/docs/swagger-initializer.js").await;
    assert!(script.text().contains("/api/openapi.json"));
}
