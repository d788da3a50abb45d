use std::fmt;

use chrono::{DateTime, Utc};
use nproxy_app::accounts;
use nproxy_app::people::{self, DeliveryState, MonthState, Person, PersonState};
use nproxy_domain::{CycleId, MailId, PaymentId, RegistrationId, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::user::{Language, Role};
use crate::dto::{SMALL_BYTES_MAX, SessionInfo};
use crate::extract::Body;

/// Somebody, wherever an admin is pointed to him.
#[derive(Serialize, ToSchema)]
pub struct UserRef {
    #[schema(value_type = Uuid)]
    pub id: UserId,
    pub email: String,
}

/// A customer in a list. The counts are of the current month.
#[derive(Serialize, ToSchema)]
pub struct AdminUserRow {
    #[schema(value_type = Uuid)]
    pub id: UserId,
    pub email: String,
    pub role: Role,
    pub language: Language,
    #[schema(inline)]
    pub state: AdminUserState,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_seen_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub plan_label: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub cycle_ends_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub spent: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub held: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub request_limit: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdminUserState {
    Active,
    Suspended,
    Closing,
    Deleted,
}

/// A month of a customer.
#[derive(Serialize, ToSchema)]
pub struct AdminCycle {
    #[schema(value_type = Uuid)]
    pub id: CycleId,
    pub user: UserRef,
    pub plan: String,
    pub plan_label: String,
    #[schema(inline)]
    pub state: AdminCycleState,
    pub starts_at: DateTime<Utc>,
    pub ends_at: DateTime<Utc>,
    pub request_limit: i64,
    pub spent: i64,
    pub held: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>, nullable = false)]
    pub payment_id: Option<PaymentId>,
    pub created_at: DateTime<Utc>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AdminCycleState {
    Current,
    Queued,
    Ended,
    Voided,
}

/// A mail that was written to the customer; its text is never shown.
#[derive(Debug, Serialize, ToSchema)]
pub struct MailLine {
    #[schema(value_type = Uuid)]
    pub id: MailId,
    pub subject: String,
    #[schema(inline)]
    pub state: MailState,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
    pub created_at: DateTime<Utc>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub ended_at: Option<DateTime<Utc>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MailState {
    Pending,
    Sent,
    Failed,
}

/// All of a customer on one page; payments, generations and audit lines are lists of their own.
#[derive(Serialize, ToSchema)]
pub struct UserFile {
    pub user: AdminUserRow,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub suspended_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub suspended_reason: Option<String>,
    /// It is to be erased then.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub delete_after: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub terms_version: Option<String>,
    pub second_factor: bool,
    /// The newest first, at most 100.
    pub sessions: Vec<SessionInfo>,
    /// The newest first, at most 50.
    pub mails: Vec<MailLine>,
    /// The newest first, at most 100.
    pub cycles: Vec<AdminCycle>,
}

/// A sign-up whose link nobody opened.
#[derive(Serialize, ToSchema)]
pub struct PendingRegistration {
    #[schema(value_type = Uuid)]
    pub id: RegistrationId,
    pub email: String,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
}

#[derive(Serialize, ToSchema)]
pub struct RegistrationsReply {
    pub items: Vec<PendingRegistration>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUserEmail {
    /// The new one.
    pub email: String,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

impl Body for ChangeUserEmail {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

/// Where somebody is and who he is has no place in a log.
macro_rules! shown_without {
    ($($name:ident)*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}

shown_without! { UserRef AdminUserRow AdminCycle UserFile PendingRegistration RegistrationsReply }

impl From<Person> for AdminUserRow {
    fn from(person: Person) -> Self {
        let month = person.month.as_ref();
        Self {
            id: person.id,
            role: match person.role {
                accounts::Role::Customer => Role::Customer,
                accounts::Role::Admin => Role::Admin,
            },
            language: match person.language {
                accounts::Language::En => Language::En,
                accounts::Language::Ru => Language::Ru,
            },
            state: match person.state {
                PersonState::Active => AdminUserState::Active,
                PersonState::Suspended => AdminUserState::Suspended,
                PersonState::Closing => AdminUserState::Closing,
                PersonState::Deleted => AdminUserState::Deleted,
            },
            created_at: person.created_at,
            last_seen_at: person.last_seen_at,
            plan_label: month.map(|month| month.plan_label.clone()),
            cycle_ends_at: month.map(|month| month.ends_at),
            spent: month.map(|month| month.spent),
            held: month.map(|month| month.held),
            request_limit: month.map(|month| month.request_limit),
            email: person.email,
        }
    }
}

impl AdminCycle {
    fn of(user: &Person, month: people::Month) -> Self {
        Self {
            id: month.id,
            user: UserRef { id: user.id, email: user.email.clone() },
            plan: month.plan,
            plan_label: month.plan_label,
            state: match month.state {
                MonthState::Current => AdminCycleState::Current,
                MonthState::Queued => AdminCycleState::Queued,
                MonthState::Ended => AdminCycleState::Ended,
                MonthState::Voided => AdminCycleState::Voided,
            },
            starts_at: month.starts_at,
            ends_at: month.ends_at,
            request_limit: month.request_limit,
            spent: month.spent,
            held: month.held,
            payment_id: month.payment,
            created_at: month.created_at,
        }
    }
}

impl From<people::MailLine> for MailLine {
    fn from(line: people::MailLine) -> Self {
        let people::MailLine { id, subject, state, detail, created_at, ended_at } = line;
        let state = match state {
            DeliveryState::Pending => MailState::Pending,
            DeliveryState::Sent => MailState::Sent,
            DeliveryState::Failed => MailState::Failed,
        };
        Self { id: MailId(id), subject, state, detail, created_at, ended_at }
    }
}

impl From<people::PersonFile> for UserFile {
    fn from(file: people::PersonFile) -> Self {
        Self {
            suspended_at: file.suspended_at,
            suspended_reason: file.suspended_reason,
            delete_after: file.delete_after,
            terms_version: file.terms_version,
            second_factor: file.second_factor,
            sessions: file.sessions.into_iter().map(SessionInfo::of_another).collect(),
            mails: file.mails.into_iter().map(MailLine::from).collect(),
            cycles: file.months.into_iter().map(|month| AdminCycle::of(&file.person, month)).collect(),
            user: file.person.into(),
        }
    }
}

impl From<Vec<people::PendingSignUp>> for RegistrationsReply {
    fn from(waiting: Vec<people::PendingSignUp>) -> Self {
        let item = |people::PendingSignUp { id, email, created_at, expires_at }| PendingRegistration {
            id,
            email,
            created_at,
            expires_at,
        };
        Self { items: waiting.into_iter().map(item).collect() }
    }
}
