//! The site around the app: the landing page, terms and privacy, and what the brand changes.

use std::fs;
use std::path::{Path, PathBuf};

use nproxy_app::audit::By;
use nproxy_app::switches::{self, SignUp, Switch};
use nproxy_app::{Settings, accounts};
use nproxy_server::{Accent, Brand, BrandWords, Document, ServerSettings, read_logo, read_pictures};
use nproxy_store::testing::TestDb;
use reqwest::Method;
use serde_json::Value;
use tempfile::TempDir;

use crate::house::{House, PASSWORD, plan};
use crate::person::{Answer, Person, send};

/// A name that would break out of wherever it stands unescaped.
const NAME: &str = "Ink \"&\" '</script><b>";
const NAME_ESCAPED: &str = "Ink &quot;&amp;&quot; &#x27;&lt;&#x2f;script&gt;&lt;b&gt;";

/// The front end as its sources are: its build changes the names of files alone.
fn sources() -> TempDir {
    let folder = TempDir::new().expect("the temporary folder takes folders");
    let spa = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spa");
    for (from, to) in [("landing/index.html", "landing.html"), ("index.html", "index.html")] {
        fs::copy(spa.join(from), folder.path().join(to)).expect("a source of the front end");
    }
    folder
}

async fn house(change: impl FnOnce(&mut Settings, &mut ServerSettings)) -> (House, TempDir) {
    let folder = sources();
    let house = House::with(|settings, server| {
        server.static_dir = Some(folder.path().to_owned());
        change(settings, server);
    });
    (house.await, folder)
}

async fn get_in(person: &Person, path: &str, language: &str) -> Answer {
    send(person.request(Method::GET, path).header("accept-language", language)).await
}

async fn page(house: &House, path: &str) -> String {
    let page = house.nobody().get(path).await;
    assert_eq!((page.status.as_u16(), page.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
    page.text()
}

fn has(html: &str, parts: &[&str]) {
    for part in parts {
        assert!(html.contains(part), "{part} is not in {html}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn brand_and_price_come_with_the_page_in_the_visitors_language() {
    let (house, _folder) = house(|settings, _| settings.site.name = NAME.into()).await;
    let nobody = house.nobody();
    let english = get_in(&nobody, "/", "de, en-GB;q=0.8").await.text();
    has(&english, &["<html lang=\"en\"", "$9.00 a month", "10 pictures a month", NAME_ESCAPED, "Create account"]);
    let russian = get_in(&nobody, "/", "ru-RU,ru;q=0.9,en;q=0.5").await.text();
    has(
        &russian,
        &["<html lang=\"ru\"", "9,00\u{a0}$ в месяц", "10 картинок в месяц", NAME_ESCAPED, "Создать аккаунт"],
    );
    has(&russian, &["hreflang=\"en\" href=\"http:&#x2f;&#x2f;127.0.0.1:8080&#x2f;?lang=en\""]);
    for html in [english, russian] {
        assert!(!html.contains(NAME) && !html.contains("{{") && !html.contains("{%"), "{html}");
        assert!(!html.contains("A retired"), "it is not on sale: {html}");
        has(&html, &["href=\"&#x2f;register?prompt=", "<details>", "\"og:title\"", "rel=\"canonical\""]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_language_that_was_chosen_is_kept() {
    let (house, _folder) = house(|_, _| ()).await;
    let chosen = get_in(&house.nobody(), "/?lang=ru", "en").await;
    has(&chosen.text(), &["<html lang=\"ru\""]);
    assert!(chosen.header("set-cookie").contains("SameSite=Lax"), "{}", chosen.header("set-cookie"));
    let again = house.nobody().with_cookie(Some(chosen.cookie()));
    let page = get_in(&again, "/", "en").await;
    has(&page.text(), &["<html lang=\"ru\""]);
    assert_eq!(page.header("set-cookie"), "", "only a choice sets it");
    has(&get_in(&again, "/?lang=xx", "en").await.text(), &["<html lang=\"ru\""]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_that_has_not_changed_is_not_sent_again() {
    let (house, _folder) = house(|_, _| ()).await;
    let nobody = house.nobody();
    let plain = nobody.get("/").await;
    assert_eq!((plain.header("cache-control"), plain.header("content-encoding")), ("no-cache", ""));
    assert_eq!(plain.header("vary"), "accept-encoding, accept-language, cookie");
    let zipped = send(nobody.request(Method::GET, "/").header("accept-encoding", "gzip, br")).await;
    assert_eq!(zipped.header("content-encoding"), "gzip");
    assert!(zipped.body.len() * 2 < plain.body.len());
    assert_ne!(zipped.header("etag"), plain.header("etag"));
    let known = send(nobody.request(Method::GET, "/").header("if-none-match", plain.header("etag"))).await;
    assert_eq!((known.status.as_u16(), known.body.len()), (304, 0));
    assert_eq!(known.header("content-security-policy"), plain.header("content-security-policy"));
    let head = send(nobody.request(Method::HEAD, "/")).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
    assert_eq!(send(nobody.request(Method::POST, "/")).await.status.as_u16(), 405);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_anything_to_buy_the_page_says_so_and_shows_no_price() {
    let folder = sources();
    let db = TestDb::sqlite().await;
    let store = db.store.clone();
    let change = |_: &mut Settings, server: &mut ServerSettings| server.static_dir = Some(folder.path().to_owned());
    let house = House::selling(db, store, vec![plan("retired", 500, false)], change).await;
    let html = page(&house, "/").await;
    has(&html, &["Plans come soon", "Create account"]);
    assert!(!html.contains('$') && !html.contains("pictures a month"), "{html}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_signed_in_is_led_to_the_app() {
    let (house, _folder) = house(|_, _| ()).await;
    let customer = house.customer().await;
    let html = customer.get("/").await.text();
    has(&html, &["Open app", "href=\"&#x2f;c\""]);
    assert!(!html.contains("Create account") && !html.contains("Sign in"), "{html}");
    send(customer.request(Method::POST, "/api/v1/auth/logout")).await;
    has(&customer.get("/").await.text(), &["Create account", "Sign in"]);
    let stranger = house.nobody().with_cookie(Some("nproxy_session=made-up".into()));
    has(&stranger.get("/").await.text(), &["Create account"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_no_account_can_be_made_none_is_offered() {
    let (house, _folder) = house(|_, _| ()).await;
    let told = |html: &str| html.split("nproxy-site\" content=\"").nth(1).map(|rest| rest.contains("closed")).unwrap();
    assert!(!told(&page(&house, "/login").await));
    switches::set(&house.app, &By::operator(), Switch::SignUp(SignUp::Closed), None).await.expect("it turns");
    let html = page(&house, "/").await;
    has(&html, &["New accounts can&#x27;t be made at the moment.", "Sign in"]);
    assert!(!html.contains("Create account"), "{html}");
    assert!(told(&page(&house, "/login").await));
    switches::set(&house.app, &By::operator(), Switch::SignUp(SignUp::Invite), None).await.expect("it turns");
    has(&page(&house, "/").await, &["by invitation"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn terms_and_privacy_are_there_when_they_are_configured() {
    let (house, _folder) = house(|_, _| ()).await;
    for path in ["/terms", "/privacy"] {
        let absent = house.nobody().get(path).await;
        assert_eq!((absent.status.as_u16(), absent.header("content-type")), (404, "text/html; charset=utf-8"));
        has(&absent.text(), &["<div id=\"root\">"]);
        assert!(!page(&house, "/").await.contains(&format!("href=\"{path}\"")));
    }
    let markdown = "# The *rules*\n\n<script>alert(1)</script>\n\nBe kind.";
    let (house, _folder) = self::house(|settings, server| {
        settings.site.terms_version = Some("2026-12-01".into());
        server.brand.terms = Document::new(Some(markdown), None);
        server.brand.privacy = Document::new(Some("We know little."), Some("Мы мало знаем."));
    })
    .await;
    let terms = page(&house, "/terms").await;
    has(&terms, &["<h1>The <em>rules</em></h1>", "&lt;script&gt;alert(1)&lt;/script&gt;", "Version 2026-12-01"]);
    assert!(!terms.contains("<script>alert"), "{terms}");
    let privacy = get_in(&house.nobody(), "/privacy", "ru").await.text();
    has(&privacy, &["<h1>Конфиденциальность</h1>", "Мы мало знаем."]);
    has(&get_in(&house.nobody(), "/terms", "ru").await.text(), &["<html lang=\"ru\"", "document\" lang=\"en\""]);
    has(&page(&house, "/").await, &["href=\"/terms\"", "href=\"/privacy\""]);
    has(&page(&house, "/login").await, &["2026-12-01", "&quot;privacy&quot;:true"]);
}

/// Every style block of a page is allowed by name, and no script stands in it.
fn is_strict(page: &Answer, path: &str) {
    let (html, policy) = (page.text(), page.header("content-security-policy").to_owned());
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'"), "{path}: {policy}");
    assert!(!policy.contains("unsafe"), "{path}: {policy}");
    for script in html.split("<script").skip(1) {
        assert!(script.split('>').next().is_some_and(|tag| tag.contains("src=")), "{path}: {script}");
    }
    for style in html.split("<style").skip(1) {
        let (tag, rest) = style.split_once('>').expect("a tag");
        let css = rest.split("</style>").next().unwrap_or_default();
        let named = match tag.split('"').nth(1) {
            Some(nonce) => format!("'nonce-{nonce}'"),
            None => format!("'sha256-{}'", hash(css)),
        };
        assert!(policy.contains(&named), "{path}: {named} is not in {policy}");
        assert!(css.contains("--np-accent:#") && !css.contains('<'), "{path}: {css}");
    }
    assert!(!html.contains(" style=\"") && !html.contains(" onclick="), "{path}");
}

fn hash(text: &str) -> String {
    use base64::Engine as _;
    use sha2::Digest as _;
    base64::prelude::BASE64_STANDARD.encode(sha2::Sha256::digest(text))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_has_its_policy_and_the_brands_colour_and_no_script_of_its_own() {
    let (plain, _folder) = house(|_, _| ()).await;
    let (coloured, _other) = house(|_, server| {
        let accent = Accent::new("#d6336c", "oklch(0.75 0.15 350)").expect("colours");
        server.brand = Brand {
            accent: Some(accent),
            terms: Document::new(Some("|a|\n|-:|\n|1|"), None),
            privacy: Document::new(Some("Nothing."), None),
            ..Brand::default()
        };
    })
    .await;
    for path in ["/", "/terms", "/privacy", "/login", "/c"] {
        is_strict(&plain.nobody().get(path).await, path);
        let page = coloured.nobody().get(path).await;
        is_strict(&page, path);
        has(&page.text(), &["<style"]);
    }
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">");
    text.replace("&amp;", "&")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_app_is_told_of_the_site_and_a_name_can_not_break_out() {
    let (house, _folder) = house(|settings, _| {
        settings.site.name = NAME.into();
        settings.site.support = Some("help@example.org".into());
    })
    .await;
    let html = page(&house, "/login").await;
    assert!(!html.contains(NAME) && !html.contains("__SITE__"), "{html}");
    has(&html, &["<title>Ink &quot;&amp;&quot; &#39;&lt;/script&gt;&lt;b&gt;</title>"]);
    let content = html.split("name=\"nproxy-site\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    let site: Value = serde_json::from_str(&unescaped(content.expect("what the app is told"))).expect("JSON");
    assert_eq!((&site["name"], &site["support"]), (&Value::from(NAME), &Value::from("help@example.org")));
    assert_eq!((&site["signup"], &site["privacy"]), (&Value::from("open"), &Value::from(false)));
    assert!(site.get("terms_version").is_none() && site.get("logo_url").is_none(), "{site}");

    // A page of an older build learns from any answer that there is a new one.
    let build = site["build"].as_str().expect("a hash");
    assert_eq!(build.len(), 12);
    for path in ["/api/v1/plans", "/api/v1/me", "/api/v1/nothing"] {
        assert_eq!(house.nobody().get(path).await.header("nproxy-build"), build, "{path}");
    }
    assert_eq!(house.nobody().get("/").await.header("nproxy-build"), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_operators_words_and_pictures_take_the_place_of_ours() {
    let files = TempDir::new().expect("the temporary folder takes folders");
    let put = |name: &str, bytes: &[u8]| -> PathBuf {
        let path = files.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    };
    let logo = read_logo(&put("mark.svg", b"<svg/>")).expect("a logo");
    let folder = files.path().join("wall");
    fs::create_dir(&folder).expect("a folder");
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::new(6, 4).write_to(&mut png, image::ImageFormat::Png).expect("a picture");
    fs::write(folder.join("1-red_boat.png"), png.get_ref()).expect("a file");
    let pictures = read_pictures(&folder).expect("pictures");
    let picture = pictures[0].path.clone();
    let (house, _front) = house(|_, server| {
        let en = BrandWords {
            headline: "{brand} paints <for> you".into(),
            faq: vec![("Why?".into(), "Because {brand} can.".into())],
            examples: vec!["A cat".into()],
            ..BrandWords::default()
        };
        server.brand = Brand { logo: Some(logo), pictures, en, ..Brand::default() };
    })
    .await;
    let html = page(&house, "/").await;
    has(&html, &["nproxy paints &lt;for&gt; you", "Why?", "Because nproxy can.", "register?prompt=A+cat"]);
    has(&html, &["alt=\"red boat\" width=\"6\" height=\"4\"", "src=\"&#x2f;brand&#x2f;logo.svg\""]);
    assert!(!html.contains("What is one request?") && !html.contains("pictures/dunes"), "{html}");
    has(&page(&house, "/login").await, &["href=\"/brand/logo.svg\" type=\"image/svg+xml\""]);

    let nobody = house.nobody();
    let shown = nobody.get(&picture).await;
    assert_eq!((shown.status.as_u16(), shown.header("content-type")), (200, "image/png"));
    assert_eq!(shown.header("cache-control"), "public, max-age=31536000, immutable");
    let mark = nobody.get("/brand/logo.svg").await;
    assert_eq!((mark.header("content-type"), mark.header("cache-control")), ("image/svg+xml", "no-cache"));
    assert!(mark.header("content-security-policy").contains("sandbox"));
    let known = nobody.request(Method::GET, "/brand/logo.svg").header("if-none-match", mark.header("etag"));
    assert_eq!(send(known).await.status.as_u16(), 304);
    nobody.get("/brand/logo.png").await.refused(404, "not_found");
    let manifest = nobody.get("/manifest.webmanifest").await;
    assert_eq!(manifest.json()["icons"][0]["src"], "/brand/logo.svg");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn crawlers_and_installers_find_what_they_need() {
    let (house, _folder) = house(|settings, _| settings.site.name = NAME.into()).await;
    let robots = house.nobody().get("/robots.txt").await;
    assert_eq!(robots.header("content-type"), "text/plain; charset=utf-8");
    has(&robots.text(), &["Allow: /$\n", "Disallow: /\n"]);
    let manifest = house.nobody().get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), "application/manifest+json");
    let manifest = manifest.json();
    assert_eq!((&manifest["name"], &manifest["start_url"]), (&Value::from(NAME), &Value::from("/c")));
    let public = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spa/public");
    for icon in manifest["icons"].as_array().expect("icons") {
        let file = public.join(icon["src"].as_str().expect("a path").trim_start_matches('/'));
        let (width, height) = image::image_dimensions(file).expect("an icon");
        assert_eq!(icon["sizes"], format!("{width}x{height}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn looking_at_the_front_page_does_not_lengthen_a_session() {
    let (house, _folder) = house(|settings, _| {
        settings.accounts.sessions.seen_every = chrono::Duration::zero();
        settings.accounts.sessions.idle_max = chrono::Duration::days(30);
    })
    .await;
    let new = accounts::NewAccount {
        email: "ada@example.com".into(),
        password: PASSWORD.into(),
        role: accounts::Role::Customer,
        language: accounts::Language::En,
    };
    accounts::create(&house.app, &By::operator(), new).await.expect("an account");
    let mut ada = house.nobody();
    ada.sign_in("ada@example.com", PASSWORD).await;
    let token = ada.cookie().split('=').nth(1).expect("a token").to_owned();
    let days = |n: i64| house.db.clock.advance(chrono::Duration::days(n));
    days(20);
    assert!(accounts::is_signed_in(&house.app, &token).await.expect("a read"));
    has(&ada.get("/").await.text(), &["Open app"]);
    days(20);
    assert!(!accounts::is_signed_in(&house.app, &token).await.expect("a read"));
    has(&ada.get("/").await.text(), &["Create account"]);
}
