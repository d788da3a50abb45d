//! What `[brand]` and `[site]` name, read: files are looked at when the configuration is checked, not when a page is asked
//! for.

use std::path::Path;

use nproxy_config::{BrandTexts, Config, Localised, Problem};
use nproxy_domain::plugin::ConfigError;
use nproxy_server::{Accent, Brand, BrandWords, Document, FileTrouble, Theme, read_logo, read_markdown, read_pictures};

/// What can't be used is told, and left out.
pub fn brand(config: &Config, problems: &mut Vec<Problem>) -> Brand {
    let mut reader = Reader { config, problems };
    let (brand, site) = (&config.brand, &config.site);
    Brand {
        logo: reader.file("brand.logo", &brand.logo, read_logo),
        accent: reader.accent(),
        en: words(&brand.en),
        ru: words(&brand.ru),
        terms: reader.document("site.terms", &site.terms),
        privacy: reader.document("site.privacy", &site.privacy),
        pictures: reader
            .file("site.landing_pictures_dir", &site.landing_pictures_dir, read_pictures)
            .unwrap_or_default(),
    }
}

struct Reader<'a> {
    config: &'a Config,
    problems: &'a mut Vec<Problem>,
}

impl Reader<'_> {
    fn wrong(&mut self, key: &str, reason: String) {
        self.problems.push(self.config.problem(ConfigError { key: key.to_owned(), reason }));
    }

    /// `None` where no path is set, or where it is told what is wrong with it.
    fn file<T>(&mut self, key: &str, path: &Path, read: fn(&Path) -> Result<T, FileTrouble>) -> Option<T> {
        if path.as_os_str().is_empty() {
            return None;
        }
        read(path).map_err(|trouble| self.wrong(key, trouble.to_string())).ok()
    }

    fn document(&mut self, key: &str, files: &Localised) -> Option<Document> {
        let en = self.file(&format!("{key}.en"), &files.en, read_markdown);
        let ru = self.file(&format!("{key}.ru"), &files.ru, read_markdown);
        Document::new(en.as_deref(), ru.as_deref())
    }

    /// That there are both or none was checked with the rest.
    fn accent(&mut self) -> Option<Accent> {
        let brand = &self.config.brand;
        if brand.accent_light.is_empty() {
            return None;
        }
        let accent = Accent::new(&brand.accent_light, &brand.accent_dark);
        let refused = accent.map_err(|(theme, error)| {
            let key = match theme {
                Theme::Light => "brand.accent_light",
                Theme::Dark => "brand.accent_dark",
            };
            self.wrong(key, error.to_string());
        });
        refused.ok()
    }
}

fn words(texts: &BrandTexts) -> BrandWords {
    BrandWords {
        title: texts.title.clone(),
        description: texts.description.clone(),
        headline: texts.headline.clone(),
        sentence: texts.sentence.clone(),
        button: texts.button.clone(),
        faq: texts.faq.iter().map(|one| (one.question.clone(), one.answer.clone())).collect(),
        examples: texts.examples.clone(),
    }
}
