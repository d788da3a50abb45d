use std::fmt;

use chrono::{DateTime, Utc};
use nproxy_app::people::{self, DeliveryState};
use nproxy_domain::{MailId, RegistrationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AdminCycle, AdminUserRow};
use crate::dto::{SMALL_BYTES_MAX, SessionInfo};
use crate::extract::Body;

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

shown_without! { UserFile PendingRegistration RegistrationsReply }

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
            cycles: file.months.into_iter().map(AdminCycle::from).collect(),
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
