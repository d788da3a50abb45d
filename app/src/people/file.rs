//! All that an admin sees of a customer on one page.

use nproxy_domain::{Timestamp, UserId};
use nproxy_store::lists::{CycleFilter, UserFilter};
use nproxy_store::mails::{self, MailLine};
use nproxy_store::{StoreError, cycles, sessions, totp, users};

use super::held::PersonError;
use crate::App;
use crate::accounts::SignedInBrowser;
use crate::lists::{AdminCycle, AdminUser, Shown as _};

/// More than anybody looks through; older ones are in the lists.
const MAILS_MAX: u64 = 50;
const SESSIONS_MAX: u64 = 100;
const MONTHS_MAX: u64 = 100;

#[derive(Debug)]
pub struct PersonFile {
    pub person: AdminUser,
    pub suspended_at: Option<Timestamp>,
    pub suspended_reason: Option<String>,
    pub delete_after: Option<Timestamp>,
    pub terms_version: Option<String>,
    /// Whether a second factor is enrolled.
    pub second_factor: bool,
    /// Where the account is signed in, the newest first.
    pub sessions: Vec<SignedInBrowser>,
    /// The newest first, without texts.
    pub mails: Vec<MailLine>,
    /// The newest first, also those that were taken back.
    pub months: Vec<AdminCycle>,
}

/// Also of an account that is deleted.
pub async fn person_file(app: &App, id: UserId) -> Result<PersonFile, PersonError> {
    let (db, now) = (app.store.read(), app.env.now());
    let row = users::any(db, id).await?.ok_or(PersonError::NotFound)?;
    let idle_max = app.settings.accounts.sessions.idle_max;
    let live = sessions::live_of(db, id, now, now - idle_max, SESSIONS_MAX).await?;
    let months = cycles::newest_of(db, id, MONTHS_MAX).await?;
    let gone = || StoreError::Internal("a row without its view".into());
    Ok(PersonFile {
        suspended_at: row.suspended_at,
        suspended_reason: row.suspended_reason.clone(),
        delete_after: row.delete_after,
        terms_version: row.terms_version.clone(),
        second_factor: totp::get(db, id).await?.is_some_and(|row| row.enrolled_at.is_some()),
        sessions: live.into_iter().map(SignedInBrowser::from).collect(),
        mails: mails::about(db, id, MAILS_MAX).await?,
        months: CycleFilter::items(app, months).await?,
        person: UserFilter::items(app, vec![row]).await?.pop().ok_or_else(gone)?,
    })
}
