use std::fmt;

use chrono::{DateTime, Utc};
use nproxy_app::accounts;
use nproxy_app::lists::{self, Month, UserState};
use nproxy_domain::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CsvRow;
use crate::dto::user::{Language, Role};

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
    pub state: UserStateName,
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

/// `closing`: it is to be erased.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserStateName {
    Active,
    Suspended,
    Closing,
    Deleted,
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum RoleName {
    Customer,
    Admin,
}

/// How the current month stands.
#[derive(Clone, Copy, Debug, Serialize, Deserialize, ToSchema)]
pub enum MonthState {
    #[serde(rename = "active")]
    Active,
    #[serde(rename = "none")]
    None,
    #[serde(rename = "ends_in_7_days")]
    EndsIn7Days,
    #[serde(rename = "used_up")]
    UsedUp,
}

impl fmt::Debug for UserRef {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserRef").field("id", &self.id).finish_non_exhaustive()
    }
}

impl fmt::Debug for AdminUserRow {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AdminUserRow").field("id", &self.id).finish_non_exhaustive()
    }
}

impl CsvRow for AdminUserRow {
    const COLUMNS: &'static [&'static str] = &[
        "id",
        "email",
        "role",
        "language",
        "state",
        "created_at",
        "last_seen_at",
        "plan_label",
        "cycle_ends_at",
        "spent",
        "held",
        "request_limit",
    ];
}

impl From<lists::AdminUser> for AdminUserRow {
    fn from(user: lists::AdminUser) -> Self {
        let month = user.month.as_ref();
        Self {
            plan_label: month.map(|month| month.plan_label.clone()),
            cycle_ends_at: month.map(|month| month.ends_at),
            spent: month.map(|month| month.spent),
            held: month.map(|month| month.held),
            request_limit: month.map(|month| month.request_limit),
            id: user.id,
            email: user.email,
            role: user.role.into(),
            language: user.language.into(),
            state: user.state.into(),
            created_at: user.created_at,
            last_seen_at: user.last_seen_at,
        }
    }
}

impl From<UserState> for UserStateName {
    fn from(state: UserState) -> Self {
        match state {
            UserState::Active => Self::Active,
            UserState::Suspended => Self::Suspended,
            UserState::Closing => Self::Closing,
            UserState::Deleted => Self::Deleted,
        }
    }
}

impl From<UserStateName> for UserState {
    fn from(state: UserStateName) -> Self {
        match state {
            UserStateName::Active => Self::Active,
            UserStateName::Suspended => Self::Suspended,
            UserStateName::Closing => Self::Closing,
            UserStateName::Deleted => Self::Deleted,
        }
    }
}

impl From<RoleName> for accounts::Role {
    fn from(role: RoleName) -> Self {
        match role {
            RoleName::Customer => Self::Customer,
            RoleName::Admin => Self::Admin,
        }
    }
}

impl From<MonthState> for Month {
    fn from(month: MonthState) -> Self {
        match month {
            MonthState::Active => Self::Active,
            MonthState::None => Self::None,
            MonthState::EndsIn7Days => Self::EndsIn7Days,
            MonthState::UsedUp => Self::UsedUp,
        }
    }
}
