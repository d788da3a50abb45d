//! A notice to admins as a letter.

use nproxy_domain::mail::{Mail, Notice};

use super::letter::Letter;
use crate::accounts::Language;
use crate::site::SiteSettings;

/// What a channel shows as a message.
pub(crate) fn notice_letter(
    site: &SiteSettings,
    to: &str,
    language: Language,
    subject: String,
    notice: &Notice,
) -> Mail {
    let letter = notice.lines.iter().fold(Letter::new(subject).say(&notice.title), Letter::say);
    match &notice.link {
        Some(link) => letter.page(&link.label).mail(site, to, language, link.url.as_str()),
        None => letter.mail(site, to, language, site.public_url.as_str()),
    }
}
