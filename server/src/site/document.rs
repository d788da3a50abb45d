//! Terms and privacy: an operator's Markdown.

use std::path::Path;

use nproxy_app::accounts::Language;
use pulldown_cmark::{Alignment, Event, Options, Parser, Tag, TagEnd, html};

use super::trouble::{FileTrouble, read};

const BYTES_MAX: u64 = 1024 * 1024;

/// A page in each language that there is one in; never empty.
#[derive(Clone, Debug)]
pub struct Document {
    en: Option<String>,
    ru: Option<String>,
}

impl Document {
    /// Of its Markdown; `None` where there is none in any language.
    pub fn new(en: Option<&str>, ru: Option<&str>) -> Option<Self> {
        let (en, ru) = (en.map(rendered), ru.map(rendered));
        (en.is_some() || ru.is_some()).then_some(Self { en, ru })
    }

    /// The page, and the language that it is in.
    pub fn html(&self, language: Language) -> (Language, &str) {
        let wanted = match language {
            Language::En => (self.en.as_deref(), Language::Ru, self.ru.as_deref()),
            Language::Ru => (self.ru.as_deref(), Language::En, self.en.as_deref()),
        };
        match wanted {
            (Some(html), ..) => (language, html),
            (None, other, html) => (other, html.unwrap_or_default()),
        }
    }
}

/// The Markdown of a file.
pub fn read_markdown(path: &Path) -> Result<String, FileTrouble> {
    String::from_utf8(read(path, BYTES_MAX)?).map_err(|_| FileTrouble::NotText(path.to_owned()))
}

/// HTML within the Markdown is shown as the text that it is.
fn rendered(markdown: &str) -> String {
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let plain = events.map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
        Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
        // An alignment would be a style attribute, which the page's policy forbids.
        Event::Start(Tag::Table(columns)) => Event::Start(Tag::Table(vec![Alignment::None; columns.len()])),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
            let dest_url = if leads_somewhere(&dest_url) { dest_url } else { "".into() };
            Event::Start(Tag::Link { link_type, dest_url, title, id })
        }
        event => event,
    });
    let mut out = String::new();
    html::push_html(&mut out, plain);
    out
}

/// Within the site, to another one, or to a person: not to a script.
fn leads_somewhere(url: &str) -> bool {
    match url.split_once(':') {
        Some((scheme, _)) if !scheme.contains(['/', '?', '#']) => matches!(scheme, "http" | "https" | "mailto"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_is_laid_out_and_html_in_it_is_text() {
        let html =
            rendered("# Terms\n\n<script>alert(1)</script>\n\nA <b>bold</b> *word*, [bad](javascript:x), [home](/).");
        assert!(html.contains("<h1>Terms</h1>"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
        assert!(html.contains("A &lt;b&gt;bold&lt;/b&gt; <em>word</em>"), "{html}");
        assert!(html.contains("<a href=\"\">bad</a>") && html.contains("<a href=\"/\">home</a>"), "{html}");
        assert!(!rendered("|a|\n|-:|\n|1|").contains("style"));
    }

    #[test]
    fn a_language_without_a_page_shows_the_others() {
        let document = Document::new(Some("English"), None).unwrap();
        assert_eq!(document.html(Language::Ru), (Language::En, "<p>English</p>\n"));
        assert!(Document::new(None, None).is_none());
    }
}
