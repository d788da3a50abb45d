//! The letter that a sign-up waits for, and what its browser is told of it.

use std::fmt;

use chrono::Duration;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::entities::pending_registrations::Model as Row;
use nproxy_store::{StoreError, Tx, throttle, users};
use uuid::Uuid;

use crate::App;
use crate::accounts::Language;
use crate::accounts::letters::{self, Share};
use crate::accounts::throttle::{LETTERS, seconds_up};
use crate::links::{Link, LinkPurpose};
use crate::notes::{AccountNews, account_subject, tell_account, withhold_account};

/// A sign-up waits so long after its newest letter.
pub const TICKET_VALID_FOR: Duration = Duration::hours(24);
/// Between one letter and the next that its browser asks for.
const PAUSE: Duration = Duration::seconds(60);
const HOUR: Duration = Duration::hours(1);
/// Letters of one sign-up within an hour.
const PER_HOUR_MAX: u32 = 5;

/// Where to look for a mail, and what for.
#[derive(Clone, PartialEq, Eq)]
pub struct Inbox {
    pub email: String,
    /// As customers see it: `nproxy <no-reply@example.org>`.
    pub sender: String,
    pub subject: String,
    /// Seconds until another may be asked for; 0: now.
    pub resend_in_s: u64,
}

impl fmt::Debug for Inbox {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("resend_in_s", &self.resend_in_s).finish_non_exhaustive()
    }
}

impl Inbox {
    /// Of a letter that was asked for just now.
    pub(in crate::accounts) fn fresh(app: &App, email: &str, language: Language, news: &AccountNews) -> Self {
        Self {
            email: email.to_owned(),
            sender: app.settings.site.mail_from.clone(),
            subject: account_subject(app, language, news),
            resend_in_s: seconds_up(PAUSE),
        }
    }
}

/// Of a sign-up; `nth`: what [`counted`] found.
pub(super) fn inbox(app: &App, row: &Row, nth: Option<Timestamp>) -> Inbox {
    let resend_in_s = next_in(app.env.now(), row, nth).map_or(0, seconds_up);
    Inbox { resend_in_s, ..Inbox::fresh(app, &row.email, row.language, &AccountNews::Verify(link(row))) }
}

/// What [`throttle::nth_newest`] is asked for: the letter that has to leave the window before there is another.
pub(super) fn counted(row: &Row, now: Timestamp) -> (String, Timestamp, u32) {
    (counted_by(row.id), now - HOUR, PER_HOUR_MAX)
}

/// How long its browser has to wait before it asks for another; `None`: not at all.
pub(super) fn next_in(now: Timestamp, row: &Row, nth: Option<Timestamp>) -> Option<Duration> {
    let wait = full_for(now, nth).unwrap_or(Duration::zero()).max(row.mailed_at + PAUSE - now);
    (wait > Duration::zero()).then_some(wait)
}

/// The same without the pause.
pub(super) fn full_for(now: Timestamp, nth: Option<Timestamp>) -> Option<Duration> {
    nth.map(|at| at + HOUR - now)
}

/// Leaves a letter to the address: with the link, or that there is an account already. Either way the same is written,
/// and as much of it.
pub(super) async fn write(tx: &Tx, app: &App, row: &Row) -> Result<(), StoreError> {
    throttle::record(tx, &app.env, &[&counted_by(row.id)]).await?;
    let owner = users::by_email(tx, &row.email).await?;
    let about = owner.as_ref().map(|owner| UserId(owner.id));
    let (news, language) = match owner {
        None => (AccountNews::Verify(link(row)), row.language),
        Some(owner) => (AccountNews::AlreadyRegistered, owner.language),
    };
    if letters::admit(tx, &app.env, Share::SignUp, &row.email).await? {
        tell_account(tx, app, about, &row.email, language, &news).await
    } else {
        withhold_account(tx, app, about, &row.email, language, &news).await
    }
}

fn link(row: &Row) -> Link {
    Link { purpose: LinkPurpose::VerifyAddress, subject: row.id }
}

fn counted_by(id: Uuid) -> String {
    format!("{LETTERS}of:{id}")
}
