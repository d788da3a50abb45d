//! What comes through deploy/Caddyfile, and what doesn't.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, ETAG, IF_NONE_MATCH};
use reqwest::multipart::{Form, Part};
use reqwest::redirect::Policy;
use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::stack::Stack;
use crate::support::ids;

const MIB: usize = 1024 * 1024;

#[tokio::test]
async fn browsers_are_led_to_tls_and_to_http_3_and_headers_are_nproxys_own() {
    let stack = Stack::new(&[]).await;
    let _web = stack.web(0).await;
    let caddy = &stack.caddy;
    let client = caddy.client().redirect(Policy::none()).build().unwrap();
    let plain = client.get(caddy.plain_url("/gallery?star=1")).send().await.unwrap();
    assert_eq!(plain.status().as_u16(), 308);
    assert!(plain.headers()["location"].to_str().unwrap().ends_with("/gallery?star=1"));
    let page = client.get(caddy.url("/")).send().await.unwrap();
    assert_eq!((page.status().as_u16(), page.version()), (200, reqwest::Version::HTTP_2));
    let said = |name: &str| page.headers().get_all(name).iter().map(|v| v.to_str().unwrap()).collect::<Vec<_>>();
    assert!(said("alt-svc")[0].starts_with("h3="), "{:?}", said("alt-svc"));
    assert_eq!(said("strict-transport-security"), ["max-age=31536000"]);
    assert_eq!(said("x-content-type-options"), ["nosniff"]);
    assert_eq!(said("content-security-policy").len(), 1);
    let trusting_others = reqwest_trusting_others();
    assert!(trusting_others.get(caddy.url("/")).send().await.is_err(), "the authority is nobody else's");
}

#[expect(clippy::disallowed_methods, reason = "a browser that knows this machine's authorities")]
fn reqwest_trusting_others() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

#[tokio::test]
async fn the_address_of_a_client_is_its_own_whatever_it_claims() {
    let stack = Stack::new(&[]).await;
    let _web = stack.web(0).await;
    let elsewhere = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));
    let claims = [("x-forwarded-for", "203.0.113.9"), ("x-real-ip", "203.0.113.9"), ("forwarded", "for=203.0.113.9")];
    let claims = claims.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    let client = stack.caddy.client().local_address(elsewhere).default_headers(claims.into_iter().collect());
    let site = stack.customer(client.build().unwrap()).await;
    let sessions = site.get("/api/v1/me/sessions").await;
    assert_eq!(sessions["sessions"][0]["address"], "127.0.0.2", "{sessions}");
}

#[tokio::test]
async fn what_is_for_monitoring_is_not_for_the_public() {
    let stack = Stack::new(&[]).await;
    let web = stack.web(0).await;
    let client = stack.client();
    for path in ["/metrics", "/metrics/", "/METRICS", "//metrics", "/%6detrics", "/x/../metrics", "/health", "/readyz"]
    {
        let reply = client.get(stack.caddy.url(path)).send().await.unwrap();
        assert_eq!(reply.status().as_u16(), 404, "{path}");
        let body = reply.text().await.unwrap();
        assert!(!body.contains("nproxy_") && !body.contains("status"), "{path}: {body}");
    }
    let metrics = client.get(web.said["metrics_url"].as_str().unwrap()).send().await.unwrap();
    assert!(metrics.text().await.unwrap().contains("nproxy_"), "inside they are there");
    let alive = client.get(stack.caddy.url("/healthz")).send().await.unwrap();
    assert_eq!(alive.status().as_u16(), 200, "a watcher elsewhere may ask for a sign of life");
}

#[tokio::test]
async fn a_body_is_bounded_twice_and_refused_in_documented_words() {
    let stack = Stack::new(&[]).await;
    let _web = stack.web(0).await;
    let site = stack.customer(stack.client()).await;
    let refused = async |mib: usize| {
        let part = Part::bytes(vec![0; mib * MIB]).file_name("input.png").mime_str("image/png").unwrap();
        let request = site.request(Method::POST, "/api/v1/assets").multipart(Form::new().part("file", part));
        let reply = request.send().await.unwrap();
        assert_eq!(reply.status().as_u16(), 413, "{mib} MiB");
        assert_eq!(reply.headers()["content-type"], "application/problem+json");
        reply.json::<Value>().await.unwrap()
    };
    let ours = refused(22).await;
    assert_eq!(ours["code"], "image_too_large", "{ours}");
    let proxys = refused(30).await;
    assert_eq!((&proxys["code"], &proxys["request_id"]), (&json!("body_too_large"), &json!("")), "{proxys}");
    // Larger than it said, without having said so.
    let pieces = futures::stream::iter((0..30).map(|_| Ok::<_, std::io::Error>(vec![0; MIB])));
    let endless = site.request(Method::POST, "/api/v1/assets").body(reqwest::Body::wrap_stream(pieces));
    let cut = endless.send().await.map(|reply| reply.status().is_success());
    assert!(!cut.unwrap_or(false), "it is cut");
    let begun = Instant::now();
    site.get("/api/v1/conversations").await;
    assert!(begun.elapsed() < Duration::from_secs(5), "whoever sends too much takes no web away from the others");
    let shape = |problem: &Value| problem.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(shape(&proxys), shape(&ours), "front ends read one as the other");
}

#[tokio::test]
async fn what_is_compressed_beforehand_passes_as_it_is_and_what_is_made_anew_is_compressed() {
    let stack = Stack::new(&[("NPROXY__SERVER__STATIC_DIR", "front".to_owned())]).await;
    let front = stack.nproxy.dir().join("front/assets");
    std::fs::create_dir_all(&front).unwrap();
    let (plain, brotli) = ("let wide = 1;".repeat(1000), b"not really brotli, but nobody may look");
    std::fs::write(front.join("app-1.js"), &plain).unwrap();
    std::fs::write(front.join("app-1.js.br"), brotli).unwrap();
    let _web = stack.web(0).await;
    let client = stack.caddy.client().no_gzip().build().unwrap();
    let get = async |path: &str, takes: &str| {
        client.get(stack.caddy.url(path)).header(ACCEPT_ENCODING, takes).send().await.unwrap()
    };
    let compressed = get("/assets/app-1.js", "gzip, br").await;
    assert_eq!(compressed.headers()[CONTENT_ENCODING], "br");
    assert_eq!(compressed.bytes().await.unwrap().as_ref(), brotli);
    let whole = get("/assets/app-1.js", "gzip").await;
    assert!(whole.headers().get(CONTENT_ENCODING).is_none(), "a form that isn't there is not made");
    assert_eq!(whole.bytes().await.unwrap(), plain);
    let made = get("/api/openapi.json", "gzip, br").await;
    assert_eq!(made.headers()[CONTENT_ENCODING], "gzip");
    let small = get("/api/v1/models", "gzip").await;
    assert_eq!(small.status().as_u16(), 401, "refusals are no matter of compression");
    assert!(small.headers().get(CONTENT_ENCODING).is_none());
}

#[tokio::test]
async fn a_poll_of_25_seconds_passes_and_ends_at_once_when_something_happens() {
    let stack = Stack::new(&[]).await;
    let _web = stack.web(0).await;
    let site = stack.customer(stack.client()).await;
    let turn = json!({ "mode": "text_to_image", "prompt": "a lighthouse", "resolution": "square", "batch_size": 1 });
    let generation = ids(&site.submit("the-turn", &turn).await).remove(0);
    let path = format!("/api/v1/generations?wait=25&ids={generation}");
    let first = site.request(Method::GET, &path).send().await.unwrap();
    let etag = first.headers()[ETAG].clone();
    let poll = || site.request(Method::GET, &path).header(IF_NONE_MATCH, &etag).send();
    // Nobody makes pictures here, so nothing happens by itself.
    let begun = Instant::now();
    let idle = poll().await.unwrap();
    assert_eq!(idle.status().as_u16(), 304);
    assert!(begun.elapsed() >= Duration::from_secs(24), "{:?}", begun.elapsed());
    let woken = async {
        let cancel = site.request(Method::POST, &format!("/api/v1/generations/{generation}/cancel"));
        tokio::join!(poll(), cancel.send()).0.unwrap()
    };
    let woken = timeout(Duration::from_secs(20), woken).await.expect("it ends before its time");
    assert_eq!(woken.status().as_u16(), 200);
}
