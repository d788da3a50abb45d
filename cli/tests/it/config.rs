//! A configuration that can't work stops the start, with file, key and reason.

use crate::support::{MASTER_KEY, Nproxy};

fn operator() -> Nproxy {
    Nproxy::new()
        .with("NPROXY__DATABASE__URL", "postgres://nproxy:s3cr3t@localhost/nproxy")
        .with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY)
}

#[tokio::test]
async fn a_good_one_is_called_good() {
    let nproxy = operator();
    nproxy.write(
        "nproxy.toml",
        "[plans.basic]\nlabel = \"Basic\"\nrequest_limit = 100\nmonths = 1\nprice = 5\ncurrency = \"EUR\"",
    );
    let checked = nproxy.run(&["config", "check", "--json"]).await.done().json();
    assert_eq!(checked["file"], "nproxy.toml");
    assert_eq!(checked["plans"][0], "basic");
    assert_eq!(checked["models"][0], "nano_banana");
}

#[tokio::test]
async fn the_example_is_good() {
    let example = concat!(env!("CARGO_MANIFEST_DIR"), "/../nproxy.example.toml");
    let nproxy = Nproxy::new().with("NPROXY__SECRETS__MASTER_KEY", MASTER_KEY);
    nproxy.run(&["config", "check", "--config", example]).await.done();
}

#[tokio::test]
async fn what_a_plugin_refuses_is_told_with_file_and_key() {
    let nproxy = operator();
    nproxy.write(
        "nproxy.toml",
        "[providers.nano_banana]\nbase_urll = \"https://relay.example\"\n[providers.other]\nkind = \"unheard_of\"",
    );
    for command in [&["config", "check"][..], &["web"], &["worker"], &["migrate"]] {
        let refused = nproxy.run(command).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        assert!(refused.stderr.contains("nproxy.toml: providers.nano_banana.base_urll: unknown field"), "{refused:?}");
        assert!(
            refused.stderr.contains("nproxy.toml: providers.other.kind: there is no kind \"unheard_of\""),
            "{refused:?}"
        );
    }
}

#[tokio::test]
async fn a_route_to_a_model_that_the_provider_does_not_have_is_told() {
    let nproxy = operator();
    nproxy
        .write("nproxy.toml", "[models.m]\nlabel = \"M\"\nroutes = [{ provider = \"nano_banana\", model = \"typo\" }]");
    let refused = nproxy.run(&["config", "check"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(
        refused
            .stderr
            .contains("nproxy.toml: models.m.routes: provider nano_banana has no model \"typo\"; it has gemini-"),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_limit_on_spending_that_can_not_be_counted_is_told() {
    let nproxy = operator();
    let with = |limits: &str, prices: &str| {
        nproxy.write(
            "nproxy.toml",
            &format!(
                "[providers.fal]\n{limits}\n{prices}\n[models.m]\nlabel = \"M\"\n\
                 routes = [{{ provider = \"fal\", model = \"fal-ai/nano-banana-2\" }}]"
            ),
        );
    };
    let (alert, stop) = ("spend_alert_per_day_usd = 1", "spend_stop_per_day_usd = 2");
    let (one, both) = ("{ \"1K\" = \"0.08\" }", "{ \"1K\" = \"0.08\", \"2K\" = \"0.12\" }");
    let price = |price: &str| format!("[providers.fal.models.\"fal-ai/nano-banana-2\"]\nprice_usd = {price}");
    for (limits, prices, key, presets) in [
        (stop.to_owned(), String::new(), "spend_stop_per_day_usd", "fal-ai/nano-banana-2 (auto, "),
        (format!("{alert}\n{stop}"), price(one), "spend_stop_per_day_usd", "fal-ai/nano-banana-2 (auto-2k, "),
        (alert.to_owned(), String::new(), "spend_alert_per_day_usd", "fal-ai/nano-banana-2 (auto, "),
    ] {
        with(&limits, &prices);
        let refused = nproxy.run(&["config", "check"]).await;
        assert_eq!(refused.code, Some(2), "{refused:?}");
        let told =
            format!("nproxy.toml: providers.fal.{key}: spending is counted by price, and there is none for {presets}");
        assert!(refused.stderr.contains(&told), "{refused:?}");
    }
    with(&format!("{alert}\n{stop}"), &price(both));
    nproxy.run(&["config", "check"]).await.done();
    with("", "");
    nproxy.run(&["config", "check"]).await.done();
}

#[tokio::test]
async fn a_missing_secret_is_told_and_a_present_one_never_shown() {
    let refused = Nproxy::new().run(&["config", "check", "--json"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    let keys: Vec<_> = refused.json()["problems"].as_array().unwrap().iter().map(|p| p["key"].clone()).collect();
    assert_eq!(keys, ["database.url", "secrets.master_key"]);

    let short = operator().with("NPROXY__SECRETS__MASTER_KEY", "s3cr3t");
    let refused = short.run(&["config", "check"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("variable NPROXY__SECRETS__MASTER_KEY: secrets.master_key: "), "{refused:?}");
    assert!(!refused.stderr.contains("s3cr3t"), "{refused:?}");
}

#[tokio::test]
async fn a_named_file_must_be_there() {
    let refused = operator().run(&["config", "check", "--config", "missing.toml"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    assert!(refused.stderr.contains("missing.toml: can't be read: No such file"), "{refused:?}");
}

#[tokio::test]
async fn files_of_the_brand_that_can_not_be_used_are_told_with_their_keys() {
    let nproxy = operator();
    nproxy.write("terms.md", "# Terms");
    nproxy.write("logo.png", "no picture");
    let text = r##"
        [brand]
        logo = "logo.png"
        accent_light = "#565fde"
        accent_dark = "blue;}"
        [site]
        terms_version = "1"
        terms.en = "terms.md"
        privacy.ru = "gone.md"
        landing_pictures_dir = "nowhere"
    "##;
    nproxy.write("nproxy.toml", text);
    let refused = nproxy.run(&["config", "check"]).await;
    assert_eq!(refused.code, Some(2), "{refused:?}");
    for told in [
        "nproxy.toml: brand.logo: logo.png is not a picture that can be shown here: svg, png and webp are",
        "nproxy.toml: brand.accent_dark: is not a colour like",
        "nproxy.toml: site.privacy.ru: gone.md can't be read: ",
        "nproxy.toml: site.landing_pictures_dir: nowhere can't be read: ",
    ] {
        assert!(refused.stderr.contains(told), "{told}: {refused:?}");
    }
    assert_eq!(refused.stderr.lines().filter(|line| line.contains("nproxy.toml: ")).count(), 4, "{refused:?}");
}
