//! Links that a bucket gives objects out by.

use bytes::Bytes;
use chrono::Duration;
use nproxy_domain::Timestamp;
use nproxy_domain::assets::{AssetStore as _, Presented};
use nproxy_store::bucket::{Bucket, BucketSettings, LinkSettings};
use reqwest::{Client, StatusCode, Url};

use super::behaviour::key;
use super::played::{self, BUCKET, DOMAIN, Played};

const SHOWN: Presented<'_> = Presented { mime: "image/webp", disposition: "attachment; filename=\"picture.webp\"" };

#[expect(clippy::disallowed_methods, reason = "this is a browser, not ours; it talks to this machine alone")]
fn browser(server: Option<&Played>) -> Client {
    // Another test of this process may have been first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut browser = Client::builder().no_proxy();
    if let Some(server) = server {
        browser = browser.resolve(&format!("{BUCKET}.{DOMAIN}"), server.address());
    }
    browser.build().unwrap()
}

fn linking(settings: BucketSettings) -> BucketSettings {
    BucketSettings { links: Some(LinkSettings { lifetime_s: 60, endpoint: None }), ..settings }
}

/// The server believes its own clock.
#[expect(clippy::disallowed_methods, reason = "the server's clock is the machine's")]
fn now() -> Timestamp {
    chrono::Utc::now()
}

async fn link(bucket: &Bucket, place: &str, now: Timestamp) -> Url {
    bucket.link(&key(place), SHOWN, now).await.unwrap().expect("links are configured")
}

#[tokio::test]
async fn a_link_shows_one_object_as_it_was_said_and_nobody_gets_in_without_one() {
    let server = Played::start().await;
    shows(&played::open(linking(server.settings())).await).await;
}

#[tokio::test]
async fn a_link_of_a_real_server_does_so_as_well() {
    shows(&played::open(linking(played::real("links"))).await).await;
}

async fn shows(bucket: &Bucket) {
    for place in ["inputs/mine", "inputs/other"] {
        bucket.put(&key(place), Bytes::from(place)).await.unwrap();
    }
    let (http, link) = (browser(None), link(bucket, "inputs/mine", now()).await);
    let shown = http.get(link.clone()).send().await.unwrap();
    assert_eq!(shown.status(), StatusCode::OK);
    assert_eq!(shown.headers()["content-type"], SHOWN.mime);
    assert_eq!(shown.headers()["content-disposition"], SHOWN.disposition);
    assert_eq!(shown.headers()["cache-control"], "private, max-age=60");
    assert_eq!(shown.bytes().await.unwrap(), "inputs/mine");
    let part = http.get(link.clone()).header("range", "bytes=7-8").send().await.unwrap();
    assert_eq!((part.status(), part.bytes().await.unwrap()), (StatusCode::PARTIAL_CONTENT, "mi".into()));

    let changed = |from: &str, to: &str| Url::parse(&link.as_str().replace(from, to)).unwrap();
    let mut bare = link.clone();
    bare.set_query(None);
    for (what, url) in [
        ("another object", changed("inputs/mine", "inputs/other")),
        ("a longer life", changed("X-Amz-Expires=60", "X-Amz-Expires=600")),
        ("another type", changed("image%2Fwebp", "text%2Fhtml")),
        ("no signature", bare),
    ] {
        assert_ne!(url, link, "{what}");
        assert_eq!(http.get(url).send().await.unwrap().status(), StatusCode::FORBIDDEN, "{what}");
    }
    let written = http.put(link.clone()).body("not mine").send().await.unwrap();
    assert!(written.status().is_client_error(), "a link to read writes nothing: {}", written.status());
    assert_eq!(bucket.get(&key("inputs/mine")).await.unwrap(), "inputs/mine");
}

#[tokio::test]
async fn a_link_is_over_soon() {
    let server = Played::start().await;
    let bucket = played::open(linking(server.settings())).await;
    bucket.put(&key("inputs/mine"), Bytes::from_static(b"mine")).await.unwrap();
    let old = link(&bucket, "inputs/mine", now() - Duration::seconds(61)).await;
    assert_eq!(browser(None).get(old).send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn within_half_of_its_life_a_link_stays_the_same_so_that_browsers_keep_the_picture() {
    let server = Played::start().await;
    let bucket = played::open(linking(server.settings())).await;
    let begun: Timestamp = "2027-01-15T08:00:00Z".parse().unwrap();
    let at = |s| link(&bucket, "inputs/mine", begun + Duration::seconds(s));
    assert_eq!(at(0).await, at(29).await);
    assert_ne!(at(0).await, at(30).await);
}

#[tokio::test]
async fn a_bucket_may_be_a_part_of_the_host_and_browsers_may_know_it_by_another_one() {
    let server = Played::start().await;
    let inner = server.settings();
    played::open(inner.clone()).await.put(&key("inputs/mine"), Bytes::from_static(b"mine")).await.unwrap();
    let endpoint = Some(Url::parse(&format!("http://{DOMAIN}")).unwrap());
    let links = Some(LinkSettings { lifetime_s: 60, endpoint });
    let bucket = played::open(BucketSettings { path_style: false, links, ..inner }).await;
    assert_eq!(bucket.links_origin(), Some(format!("http://{BUCKET}.{DOMAIN}").as_str()));
    let link = link(&bucket, "inputs/mine", now()).await;
    assert!(!link.path().contains(BUCKET), "{link}");
    let mut at_port = link.clone();
    at_port.set_port(Some(server.address().port())).unwrap();
    // The port is no part of what a server behind another one sees.
    let asked = browser(Some(&server)).get(at_port).header("host", link.host_str().unwrap());
    let shown = asked.send().await.unwrap();
    assert_eq!((shown.status(), shown.bytes().await.unwrap()), (StatusCode::OK, "mine".into()));
}
