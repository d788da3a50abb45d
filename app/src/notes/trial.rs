//! A letter that tries the way of mails out.

use nproxy_domain::mail::Mail;

use super::{en, ru};
use crate::accounts::Language;
use crate::site::SiteSettings;

/// Sent by whoever runs the site, by hand.
pub fn test_letter(site: &SiteSettings, to: &str, language: Language) -> Mail {
    let letter = match language {
        Language::En => en::test(&site.name),
        Language::Ru => ru::test(&site.name),
    };
    letter.mail(site, to, language, site.public_url.as_str())
}
