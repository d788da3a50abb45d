//! What the operator decided about the look and the words of the site.

use nproxy_app::accounts::Language;

use super::accent::Accent;
use super::document::Document;
use super::pictures::Picture;
use super::words::BrandWords;

/// All of it; the default is ours. The name, the support and the version of the terms are
/// [`SiteSettings`](nproxy_app::SiteSettings)'.
#[derive(Clone, Debug, Default)]
pub struct Brand {
    pub logo: Option<Picture>,
    pub accent: Option<Accent>,
    pub en: BrandWords,
    pub ru: BrandWords,
    /// `None`: no page and no link; so below.
    pub terms: Option<Document>,
    pub privacy: Option<Document>,
    /// Empty: the pictures that come with the front end.
    pub pictures: Vec<Picture>,
}

impl Brand {
    pub(super) fn words(&self, language: Language) -> &BrandWords {
        match language {
            Language::En => &self.en,
            Language::Ru => &self.ru,
        }
    }
}
