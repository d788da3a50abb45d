//! Proxies of every kind, used by a real client.

use std::net::Ipv4Addr;

use nproxy_sandbox::{PlayedCa, PlayedProxy, ProxyOptions, Sandbox, SandboxOptions};
use serde_json::Value;

use crate::through::{Secure, client, closed, text};

/// Every kind, with an exit address of its own and credentials that want encoding.
fn kinds(ca: &PlayedCa) -> [ProxyOptions; 3] {
    [ProxyOptions::http(), ProxyOptions::https(ca), ProxyOptions::socks5()]
        .map(|options| options.with_credentials("us/er", "p@ss:wörd").exit_from(Ipv4Addr::new(127, 0, 0, 2)))
}

#[tokio::test]
async fn a_picture_comes_through_every_kind_of_proxy() {
    let world = Secure::start().await;
    for options in kinds(&world.ca) {
        let scheme = format!("{:?}", options.scheme);
        let proxy = PlayedProxy::start(options).await.expect("a free port");
        let reply = world.generate(&proxy.url()).await.unwrap_or_else(|error| panic!("{scheme}: {error:?}"));
        assert_eq!(reply.status(), 200, "{scheme}");
        let body: Value = reply.json().await.expect("JSON");
        assert_eq!(body["candidates"][0]["finishReason"], "STOP", "{scheme}");
        let report = closed(&proxy).await;
        assert_eq!((report.tunnels, report.forwards, report.refusals, report.cut), (1, 0, 0, 0), "{scheme}");
        let target = world.sandbox.gemini_base_url().trim_start_matches("https://").to_owned();
        assert_eq!(report.targets.into_iter().collect::<Vec<_>>(), [(target, 1)], "{scheme}");
        assert!(report.bytes_up > 300 && report.bytes_down > 1_000, "{scheme}");
    }
}

#[tokio::test]
async fn the_other_side_sees_the_exit_address_of_the_proxy() {
    let world = Secure::start().await;
    assert_eq!(world.exit(None).await, "127.0.0.1");
    for options in kinds(&world.ca) {
        let proxy = PlayedProxy::start(options).await.expect("a free port");
        assert_eq!(world.exit(Some(&proxy.url())).await, "127.0.0.2", "{proxy:?}");
    }
    let url = format!("{}/?format=json", world.sandbox.echo_url());
    assert_eq!(text(world.client(None).get(url)).await, r#"{"ip":"127.0.0.1"}"#);
}

#[tokio::test]
async fn plain_http_is_passed_on_in_absolute_form() {
    let keys = vec!["key-a".to_owned()];
    let sandbox = Sandbox::start(SandboxOptions { keys, ..SandboxOptions::default() }).await.expect("free ports");
    let ca = PlayedCa::new().expect("a certificate");
    for options in kinds(&ca) {
        let proxy = PlayedProxy::start(options).await.expect("a free port");
        let client = client(&ca, Some(&proxy.url()));
        for _ in 0..2 {
            assert_eq!(text(client.get(sandbox.echo_url())).await, "127.0.0.2", "{proxy:?}");
        }
        let report = proxy.report();
        let passed_on = if proxy.url().starts_with("socks5") { report.tunnels } else { report.forwards };
        assert!(passed_on > 0, "{report:?}");
        let url = format!("{}/v1beta/models?pageSize=1", sandbox.gemini_base_url());
        let models = text(client.get(url).header("x-goog-api-key", "key-a")).await;
        assert!(models.contains("nextPageToken"), "the query came along: {models}");
    }
}

#[tokio::test]
async fn a_name_is_resolved_by_the_proxy_or_by_the_client() {
    let world = Secure::start().await;
    let url = world.echo_by_name();
    let authority = url.trim_start_matches("https://").to_owned();
    assert!(world.client(None).get(&url).send().await.is_err(), "nobody else knows the name");
    for options in kinds(&world.ca) {
        let proxy = PlayedProxy::start(options).await.expect("a free port");
        assert_eq!(text(world.client(Some(&proxy.resolving_url())).get(&url)).await, "127.0.0.2", "{proxy:?}");
        assert_eq!(proxy.report().targets.get(&authority), Some(&1), "{proxy:?}");
    }
    let socks = PlayedProxy::start(ProxyOptions::socks5()).await.expect("a free port");
    assert!(socks.url().starts_with("socks5://") && socks.resolving_url().starts_with("socks5h://"));
    assert!(world.client(Some(&socks.url())).get(&url).send().await.is_err(), "socks5 leaves it to the client");
    assert_eq!(socks.report().tunnels, 0);
}

#[tokio::test]
async fn wrong_credentials_do_not_come_through() {
    let world = Secure::start().await;
    for options in kinds(&world.ca) {
        let proxy = PlayedProxy::start(options).await.expect("a free port");
        let (scheme, address) = (proxy.url().split(':').next().map(str::to_owned).expect("a scheme"), proxy.addr());
        for wrong in [format!("{scheme}://us%2Fer:wrong@{address}"), format!("{scheme}://{address}")] {
            let error = world.generate(&wrong).await.expect_err("refused");
            assert!(error.is_connect(), "before anything was handed over: {error:?}");
        }
        let report = proxy.report();
        assert_eq!((report.tunnels, report.refusals), (0, 2), "{proxy:?}");
    }
    assert_eq!(world.sandbox.controls().bill().totals.requests, 0);
}

#[tokio::test]
async fn a_target_that_is_not_there_is_said() {
    let world = Secure::start().await;
    for options in kinds(&world.ca) {
        let proxy = PlayedProxy::start(options).await.expect("a free port");
        // A port that was free a moment ago and that nobody listens on.
        let closed = std::net::TcpListener::bind("127.0.0.1:0").and_then(|port| port.local_addr()).expect("a port");
        let client = world.client(Some(&proxy.url()));
        let error = client.get(format!("https://{closed}")).send().await.expect_err("nobody there");
        assert!(error.is_connect(), "{error:?}");
        assert_eq!((proxy.report().tunnels, proxy.report().refusals), (0, 1), "{proxy:?}");
    }
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_refused() {
    let world = Secure::start().await;
    let stranger = PlayedCa::new().expect("a certificate");
    let error = client(&stranger, None).get(world.sandbox.echo_url()).send().await.expect_err("not trusted");
    assert!(error.is_connect(), "{error:?}");
    let file = std::env::temp_dir().join(format!("nproxy-sandbox-ca-{}.pem", std::process::id()));
    world.ca.write_pem(&file).expect("written");
    assert_eq!(std::fs::read_to_string(&file).expect("a file"), world.ca.pem());
    std::fs::remove_file(&file).expect("removed");
}

#[tokio::test]
async fn a_queue_served_over_https_tells_https_addresses() {
    let world = Secure::start().await;
    let client = world.client(None);
    let base = world.sandbox.fal_base_url();
    let submit = client.post(format!("{base}/fal-ai/nano-banana")).header("authorization", "Key key-a");
    let job: Value = submit
        .json(&serde_json::json!({ "prompt": "a boat" }))
        .send()
        .await
        .expect("taken")
        .json()
        .await
        .expect("JSON");
    let status = job["status_url"].as_str().expect("an address");
    assert!(status.starts_with(&base), "{job}");
    while !text(client.get(status).header("authorization", "Key key-a")).await.contains("COMPLETED") {}
    let url = job["response_url"].as_str().expect("an address");
    let result: Value =
        serde_json::from_str(&text(client.get(url).header("authorization", "Key key-a")).await).expect("JSON");
    let image = &result["images"][0];
    assert_eq!((&image["width"], &image["content_type"]), (&serde_json::json!(64), &serde_json::json!("image/png")));
    let file = client.get(image["url"].as_str().expect("an address")).send().await.expect("an answer");
    let picture = image::load_from_memory(&file.bytes().await.expect("a body")).expect("a picture");
    assert_eq!(picture.width(), 64);
}
