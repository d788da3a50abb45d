//! A mail in the making.

use nproxy_domain::mail::Mail;

use super::{en, html, ru};
use crate::accounts::Language;
use crate::site::SiteSettings;

/// A subject and what stands under it.
pub(super) struct Letter {
    pub(super) subject: String,
    pub(super) parts: Vec<Part>,
}

pub(super) enum Part {
    Paragraph(String),
    /// The page to go on from, and what there is to do.
    Button(String),
    /// The page that shows more; the label is for those who see a button.
    Page(String),
    /// Below everything, and less loud.
    Foot(String),
}

impl Letter {
    pub fn new(subject: String) -> Self {
        Self { subject, parts: Vec::new() }
    }

    pub fn say(self, paragraph: impl Into<String>) -> Self {
        self.with(Part::Paragraph(paragraph.into()))
    }

    pub fn say_if(self, is: bool, paragraph: impl Into<String>) -> Self {
        if is { self.say(paragraph) } else { self }
    }

    /// The page to go on from stands here; `label` is what there is to do.
    pub fn button(self, label: impl Into<String>) -> Self {
        self.with(Part::Button(label.into()))
    }

    /// The page that shows what this is about.
    pub fn page(self, label: impl Into<String>) -> Self {
        self.with(Part::Page(label.into()))
    }

    pub fn foot(self, line: impl Into<String>) -> Self {
        self.with(Part::Foot(line.into()))
    }

    fn with(mut self, part: Part) -> Self {
        self.parts.push(part);
        self
    }

    /// As text and as HTML, which say the same. Under every letter stand whom to ask, and what is never asked for.
    pub fn mail(self, site: &SiteSettings, to: &str, language: Language, link: &str) -> Mail {
        let support = site.support.as_deref();
        let letter = match language {
            Language::En => en::end(self, support),
            Language::Ru => ru::end(self, support),
        };
        let html = html::page(&letter, site, language, link);
        let paragraphs = letter.parts.into_iter().map(|part| match part {
            Part::Paragraph(text) | Part::Foot(text) => text,
            Part::Button(label) => format!("{label}:\n{link}"),
            Part::Page(_) => link.to_owned(),
        });
        let text = paragraphs.collect::<Vec<_>>().join("\n\n") + "\n";
        Mail { to: to.to_owned(), subject: letter.subject, text, html: Some(html) }
    }
}
