//! What can be wrong with what strangers read.

use std::ops::RangeInclusive;

use super::Check;
use crate::config::Config;
use crate::sections::BrandTexts;

/// It stands in the title of every page and in every mail.
const BRAND_NAME_CHARS_MAX: usize = 40;
const TERMS_VERSION_CHARS_MAX: usize = 40;
/// A sentence, not a page.
const BRAND_TEXT_CHARS_MAX: usize = 300;
const FAQ_MAX: usize = 30;
const FAQ_ANSWER_CHARS_MAX: usize = 2000;
const EXAMPLES_MAX: usize = 24;

impl Check<'_> {
    pub(super) fn brand(&mut self, config: &Config) {
        let brand = &config.brand;
        self.line("brand.name", &brand.name, 1..=BRAND_NAME_CHARS_MAX);
        if brand.accent_light.is_empty() != brand.accent_dark.is_empty() {
            self.wrong("brand.accent_light", "is for the light theme and needs brand.accent_dark for the dark one");
        }
        for (language, texts) in [("en", &brand.en), ("ru", &brand.ru)] {
            self.texts(&format!("brand.{language}"), texts);
        }
        let site = &config.site;
        self.line("site.terms_version", &site.terms_version, 0..=TERMS_VERSION_CHARS_MAX);
        if site.terms_version.is_empty() != site.terms.is_empty() {
            self.wrong("site.terms_version", "is the version of site.terms that customers accept: set both or none");
        }
    }

    fn texts(&mut self, at: &str, texts: &BrandTexts) {
        let BrandTexts { title, description, headline, sentence, button, faq, examples } = texts;
        for (key, text) in [
            ("title", title),
            ("description", description),
            ("headline", headline),
            ("sentence", sentence),
            ("button", button),
        ] {
            self.line(&format!("{at}.{key}"), text, 0..=BRAND_TEXT_CHARS_MAX);
        }
        if faq.len() > FAQ_MAX {
            self.wrong(&format!("{at}.faq"), format!("{} are more than {FAQ_MAX}", faq.len()));
        }
        for (n, one) in faq.iter().enumerate() {
            self.line(&format!("{at}.faq[{n}].question"), &one.question, 1..=BRAND_TEXT_CHARS_MAX);
            self.line(&format!("{at}.faq[{n}].answer"), &one.answer, 1..=FAQ_ANSWER_CHARS_MAX);
        }
        if examples.len() > EXAMPLES_MAX {
            self.wrong(&format!("{at}.examples"), format!("{} are more than {EXAMPLES_MAX}", examples.len()));
        }
        for (n, example) in examples.iter().enumerate() {
            self.line(&format!("{at}.examples[{n}]"), example, 1..=BRAND_TEXT_CHARS_MAX);
        }
    }

    fn line(&mut self, key: &str, text: &str, chars: RangeInclusive<usize>) {
        if !chars.contains(&text.chars().count()) || text.chars().any(char::is_control) {
            self.wrong(key, format!("must be one line of {} to {} characters", chars.start(), chars.end()));
        }
    }
}
