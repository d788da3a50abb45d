//! The brand and the site around the app.

use crate::Place;

#[test]
fn without_a_word_the_brand_is_ours() {
    let config = Place::with_file("").load();
    assert_eq!(config.brand.name, "nproxy");
    assert!(config.brand.en.headline.is_empty() && config.brand.ru.faq.is_empty());
    assert!(config.site.terms.is_empty() && config.site.privacy.is_empty());
}

#[test]
fn a_brand_is_read_with_its_questions() {
    let place = Place::with_file(
        r##"
        [brand]
        name = "Ink"
        accent_light = "#565fde"
        accent_dark = "oklch(0.7 0.1 275)"
        [brand.ru]
        headline = "Рисуем"
        examples = ["Кот, который спит", "Лес"]
        [[brand.en.faq]]
        question = "Why?"
        answer = "Because."
        [site]
        terms_version = "3"
        terms.en = "terms.md"
        "##,
    );
    let config = place.load();
    assert_eq!((config.brand.name.as_str(), config.brand.en.faq[0].answer.as_str()), ("Ink", "Because."));
    assert_eq!(config.brand.ru.examples, ["Кот, который спит", "Лес"]);
    assert_eq!(config.site.terms.en.to_str(), Some("terms.md"));
}

#[test]
fn what_does_not_fit_together_is_told() {
    let problems = Place::with_file(
        r##"
        [brand]
        name = ""
        accent_light = "#565fde"
        [brand.en]
        headline = "two\nlines"
        examples = ["good", ""]
        [site]
        terms.ru = "terms.md"
        "##,
    )
    .problems();
    let keys: Vec<&str> = problems.lines().map(|line| line.split(": ").nth(1).unwrap_or_default()).collect();
    assert_eq!(
        keys,
        ["brand.name", "brand.accent_light", "brand.en.headline", "brand.en.examples[1]", "site.terms_version"],
        "{problems}"
    );
    assert!(problems.contains("nproxy.toml: brand.name: must be one line of 1 to 40 characters"), "{problems}");
    let version = Place::with_file("[site]\nterms_version = \"3\"").problems();
    assert!(version.contains("site.terms_version: is the version of site.terms"), "{version}");
}
