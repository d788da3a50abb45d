//! All that an admin sees of a customer on one page.

use std::fmt;

use nproxy_domain::redact::{line, plain};
use nproxy_domain::{CycleId, PaymentId, Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::entities::users::Model;
use nproxy_store::mails::{self, MailLine};
use nproxy_store::{sessions, totp, users};

use super::held::PersonError;
use crate::App;
use crate::accounts::{Language, Role, SignedInBrowser};

/// More than anybody looks through; older ones are in the lists.
const MAILS_MAX: u64 = 50;
const SESSIONS_MAX: u64 = 100;
const MONTHS_MAX: u64 = 100;

#[derive(Debug)]
pub struct PersonFile {
    pub person: Person,
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
    pub months: Vec<Month>,
}

/// An account with its current month.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub email: String,
    pub role: Role,
    pub language: Language,
    pub state: PersonState,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    pub month: Option<Month>,
}

impl fmt::Debug for Person {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PersonState {
    Active,
    Suspended,
    /// It is to be erased.
    Closing,
    Deleted,
}

/// A paid month with its exact counts, which only admins see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    pub id: CycleId,
    pub plan: String,
    pub plan_label: String,
    pub state: MonthState,
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
    pub request_limit: i64,
    pub spent: i64,
    pub held: i64,
    pub payment: Option<PaymentId>,
    pub created_at: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MonthState {
    Current,
    Queued,
    Ended,
    /// Taken back.
    Voided,
}

/// Also of an account that is deleted.
pub async fn person_file(app: &App, id: UserId) -> Result<PersonFile, PersonError> {
    let (db, now) = (app.store.read(), app.env.now());
    let row = users::any(db, id).await?.ok_or(PersonError::NotFound)?;
    let idle_max = app.settings.accounts.sessions.idle_max;
    let live = sessions::live_of(db, id, now, now - idle_max, SESSIONS_MAX).await?;
    let months = cycles::newest_of(db, id, MONTHS_MAX).await?;
    let months: Vec<Month> = months.into_iter().map(|row| Month::of(row, now)).collect();
    Ok(PersonFile {
        suspended_at: row.suspended_at,
        suspended_reason: row.suspended_reason.clone(),
        delete_after: row.delete_after,
        terms_version: row.terms_version.clone(),
        second_factor: totp::get(db, id).await?.is_some_and(|row| row.enrolled_at.is_some()),
        sessions: live.into_iter().map(SignedInBrowser::from).collect(),
        mails: mails::about(db, id, MAILS_MAX).await?,
        person: person(row, sessions::last_use(db, id).await?, &months),
        months,
    })
}

fn person(row: Model, last_seen_at: Option<Timestamp>, months: &[Month]) -> Person {
    let state = match (row.deleted_at, row.delete_after, row.suspended_at) {
        (Some(_), _, _) => PersonState::Deleted,
        (None, Some(_), _) => PersonState::Closing,
        (None, None, Some(_)) => PersonState::Suspended,
        (None, None, None) => PersonState::Active,
    };
    Person {
        id: UserId(row.id),
        email: line(&row.email),
        role: row.role,
        language: row.language,
        state,
        created_at: row.created_at,
        last_seen_at,
        month: months.iter().find(|month| month.state == MonthState::Current).cloned(),
    }
}

impl Month {
    fn of(row: CycleRow, now: Timestamp) -> Self {
        let state = match row.voided_at {
            Some(_) => MonthState::Voided,
            None if now < row.starts_at => MonthState::Queued,
            None if now < row.ends_at => MonthState::Current,
            None => MonthState::Ended,
        };
        Self {
            id: CycleId(row.id),
            plan: row.plan,
            plan_label: plain(&row.plan_label, &[]),
            state,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            request_limit: row.request_limit,
            spent: row.spent,
            held: row.held,
            payment: row.payment_id.map(PaymentId),
            created_at: row.created_at,
        }
    }
}
