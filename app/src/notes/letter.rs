//! A mail in the making.

use nproxy_domain::mail::Mail;
use nproxy_store::entities::users;

use super::{en, ru};
use crate::App;
use crate::accounts::Language;

/// A subject and paragraphs.
pub(super) struct Letter {
    subject: String,
    paragraphs: Vec<String>,
}

impl Letter {
    pub fn new(subject: String) -> Self {
        Self { subject, paragraphs: Vec::new() }
    }

    pub fn say(mut self, paragraph: impl Into<String>) -> Self {
        self.paragraphs.push(paragraph.into());
        self
    }

    pub fn say_if(self, is: bool, paragraph: impl Into<String>) -> Self {
        if is { self.say(paragraph) } else { self }
    }

    /// Under every one of them stand a page to go on from, whom to ask, and what is never asked for.
    pub fn mail(self, app: &App, user: &users::Model, link: &str) -> Mail {
        let support = app.settings.payments.support.as_deref();
        let letter = match user.language {
            Language::En => en::end(self, link, support),
            Language::Ru => ru::end(self, link, support),
        };
        Mail {
            to: user.email.clone(),
            subject: letter.subject,
            text: letter.paragraphs.join("\n\n") + "\n",
            html: None,
        }
    }
}

/// Where months are bought and shown.
pub(super) fn billing_page(app: &App) -> String {
    format!("{}/billing", app.settings.payments.public_url.as_str().trim_end_matches('/'))
}
