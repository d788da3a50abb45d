//! Where to look for the mail that was sent.

use std::fmt;

use super::Language;
use crate::App;
use crate::notes::{AccountNews, account_subject};

/// Another mail can be asked for after so long.
const RESEND_IN_S: u64 = 60;

#[derive(Clone, PartialEq, Eq)]
pub struct Inbox {
    pub email: String,
    /// Who it is from and what it is called, as the mail program shows it.
    pub sender: String,
    pub subject: String,
    pub resend_in_s: u64,
}

impl Inbox {
    /// Of a letter that was asked for just now.
    pub(in crate::accounts) fn fresh(app: &App, email: &str, language: Language, news: &AccountNews) -> Self {
        Self {
            email: email.to_owned(),
            sender: app.settings.site.mail_from.clone(),
            subject: account_subject(app, language, news),
            resend_in_s: RESEND_IN_S,
        }
    }
}

impl fmt::Debug for Inbox {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("subject", &self.subject).finish_non_exhaustive()
    }
}
