//! A mail in the making.

use nproxy_domain::mail::Mail;
use nproxy_store::entities::users;

use super::{en, ru};
use crate::App;
use crate::accounts::Language;

/// A subject and what stands under it.
pub(super) struct Letter {
    subject: String,
    parts: Vec<Part>,
}

enum Part {
    Paragraph(String),
    /// The page to go on from; a letter without one has it at its end.
    Button(String),
}

impl Letter {
    pub fn new(subject: String) -> Self {
        Self { subject, parts: Vec::new() }
    }

    pub fn say(mut self, paragraph: impl Into<String>) -> Self {
        self.parts.push(Part::Paragraph(paragraph.into()));
        self
    }

    pub fn say_if(self, is: bool, paragraph: impl Into<String>) -> Self {
        if is { self.say(paragraph) } else { self }
    }

    /// The page to go on from stands here; `label` is what there is to do.
    pub fn button(mut self, label: impl Into<String>) -> Self {
        self.parts.push(Part::Button(label.into()));
        self
    }

    /// To a customer, in the language of the account.
    pub fn mail(self, app: &App, user: &users::Model, link: &str) -> Mail {
        self.button("").mail_to(app, &user.email, user.language, link)
    }

    /// Under every one of them stand whom to ask, and what is never asked for.
    pub fn mail_to(self, app: &App, to: &str, language: Language, link: &str) -> Mail {
        let support = app.settings.site.support.as_deref();
        let letter = match language {
            Language::En => en::end(self, support),
            Language::Ru => ru::end(self, support),
        };
        let paragraphs = letter.parts.into_iter().map(|part| match part {
            Part::Paragraph(text) => text,
            Part::Button(label) if label.is_empty() => link.to_owned(),
            Part::Button(label) => format!("{label}:\n{link}"),
        });
        let text = paragraphs.collect::<Vec<_>>().join("\n\n") + "\n";
        Mail { to: to.to_owned(), subject: letter.subject, text, html: None }
    }
}
