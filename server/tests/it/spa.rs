//! The front end's files and its page.

use std::fs;
use std::path::Path;

use reqwest::Method;
use tempfile::TempDir;

use crate::house::House;
use crate::person::{Answer, Person, send};
use crate::shelf::Mood;

const PAGE: &str = "<!doctype html><meta property=\"csp-nonce\" nonce=\"__CSP_NONCE__\"><div id=root></div>";

/// A front end as its build leaves it.
async fn built() -> (House, TempDir) {
    let folder = TempDir::new().expect("the temporary folder takes folders");
    let put = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new("/"))).expect("a folder");
        fs::write(path, text).expect("a file");
    };
    put("index.html", PAGE);
    put("favicon.svg", "<svg/>");
    put("color-scheme.js", "dark()");
    put("sw.js", "work()");
    put("assets/app-1a2b.js", "plain");
    put("assets/app-1a2b.js.br", "brotli");
    put("assets/app-1a2b.js.gz", "gzip");
    put(".secret", "hidden");
    let house = House::with(|_, server| server.static_dir = Some(folder.path().to_owned())).await;
    (house, folder)
}

async fn get_as(person: &Person, path: &str, accept_encoding: &str) -> Answer {
    send(person.request(Method::GET, path).header("accept-encoding", accept_encoding)).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_address_answers_the_page_with_a_nonce_of_its_own() {
    let (house, _folder) = built().await;
    let nobody = house.nobody();
    let mut nonces = Vec::new();
    for path in ["/register", "/login", "/c/0192f0c1-0000-7000-8000-000000000000", "/apiary"] {
        let page = nobody.get(path).await;
        assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        assert_eq!(page.header("cache-control"), "no-cache");
        let policy = page.header("content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).unwrap_or_default();
        assert_eq!(nonce.len(), 32, "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.text(), PAGE.replace("__CSP_NONCE__", nonce));
        nonces.push(nonce.to_owned());
    }
    nonces.dedup();
    assert_eq!(nonces.len(), 4);
    let head = send(nobody.request(Method::HEAD, "/login")).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_missing_file_is_never_a_page() {
    let (house, _folder) = built().await;
    let nobody = house.nobody();
    for path in [
        "/assets/gone-9f.js",
        "/assets/no-dot",
        "/assets",
        "/assets/",
        "/API/v1/me",
        "/api%2fv1/me",
        "/metrics",
        "/webhooks",
        "/webhooks/x/y",
        "/gone.png",
        "/c/picture.webp",
        "/.secret",
        "/index.html",
        "/landing.html",
        "/assets/..%2f.secret",
        "/assets/%2e%2e/.secret",
        "//etc/passwd.txt",
    ] {
        nobody.get(path).await.refused(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_smallest_form_that_the_browser_takes_is_sent() {
    let (house, _folder) = built().await;
    let nobody = house.nobody();
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", "br", "brotli"),
        ("gzip", "gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip", "gzip"),
        ("identity", "", "plain"),
    ] {
        let file = get_as(&nobody, "/assets/app-1a2b.js", accepted).await;
        assert_eq!(file.header("content-encoding"), encoding, "{accepted}");
        assert_eq!(String::from_utf8_lossy(&file.body), body, "{accepted}");
        assert_eq!(file.header("vary"), "accept-encoding");
        assert_eq!(file.header("content-type"), "text/javascript; charset=utf-8");
        assert_eq!(file.header("cache-control"), "public, max-age=31536000, immutable");
    }
    let head = send(nobody.request(Method::HEAD, "/assets/app-1a2b.js")).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_without_a_hash_are_asked_for_every_time() {
    let (house, _folder) = built().await;
    let nobody = house.nobody();
    let icon = nobody.get("/favicon.svg").await;
    assert_eq!((icon.header("content-type"), icon.header("cache-control")), ("image/svg+xml", "no-cache"));
    let known = nobody.request(Method::GET, "/favicon.svg").header("if-none-match", icon.header("etag"));
    let again = send(known).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), icon.header("etag"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_front_end_that_is_not_built_says_so() {
    let folder = TempDir::new().expect("the temporary folder takes folders");
    let house = House::with(|_, server| server.static_dir = Some(folder.path().to_owned())).await;
    let page = house.nobody().get("/").await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (503, "text/plain; charset=utf-8"));
    assert!(page.text().contains("make spa"), "{}", page.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_front_end_inside_the_binary_is_the_one_that_was_built() {
    let house = House::new().await;
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spa/dist/index.html").exists();
    let page = house.nobody().get("/").await;
    assert_eq!(page.status.as_u16(), if built { 200 } else { 503 }, "{}", page.text());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_service_worker_is_asked_for_every_time_and_may_fetch_from_us_alone() {
    let (house, _folder) = built().await;
    let worker = house.nobody().get("/sw.js").await;
    assert_eq!((worker.status.as_u16(), worker.header("cache-control")), (200, "no-cache"));
    assert_eq!(worker.header("content-security-policy"), "default-src 'none'; connect-src 'self'");
    let other = house.nobody().get("/color-scheme.js").await;
    assert_eq!(other.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_may_load_from_us_alone_and_pictures_from_where_they_are_given_out() {
    let (house, _folder) = built().await;
    let policy = |page: &Answer| page.header("content-security-policy").to_owned();
    let closed = policy(&house.nobody().get("/login").await);
    assert!(closed.contains("img-src 'self' data: blob:;") && closed.contains("connect-src 'self';"), "{closed}");
    house.shelf.be(Mood::Linking);
    let open = policy(&house.nobody().get("/login").await);
    assert!(open.contains("img-src 'self' data: blob: https://bucket.example;"), "{open}");
    assert!(open.contains("connect-src 'self' https://bucket.example;"), "{open}");
    assert_eq!(open.matches("bucket.example").count(), 2, "{open}");
}
