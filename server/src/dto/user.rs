use chrono::{DateTime, Utc};
use nproxy_app::accounts;
use nproxy_domain::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{AdminAccess, SMALL_BYTES_MAX};
use crate::extract::Body;

/// The language of mails and of the app.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    En,
    Ru,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Customer,
    Admin,
}

/// Whoever is signed in.
#[derive(Debug, Serialize, ToSchema)]
pub struct User {
    #[schema(value_type = Uuid)]
    pub id: UserId,
    pub email: String,
    pub role: Role,
    pub language: Language,
    pub created_at: DateTime<Utc>,
    /// Only of admins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub admin: Option<AdminAccess>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct UserReply {
    pub user: User,
}

/// `Debug` is left out of everything that holds a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewUser {
    pub email: String,
    pub password: String,
    #[schema(nullable = false)]
    pub language: Option<Language>,
    /// The version of the terms that is accepted; needed where there are terms.
    #[schema(nullable = false)]
    pub terms_version: Option<String>,
    /// The code of an invitation; needed where sign-up is by invitation.
    #[schema(nullable = false)]
    pub invite: Option<String>,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    pub email: String,
    pub password: String,
}

/// Only what is named changes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UpdateUser {
    #[schema(nullable = false)]
    pub language: Option<Language>,
}

impl Body for NewUser {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for Credentials {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for UpdateUser {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

/// Of an account that was made just now: it is a customer's.
impl From<accounts::UserView> for User {
    fn from(view: accounts::UserView) -> Self {
        Self {
            id: view.id,
            email: view.email,
            role: view.role.into(),
            language: view.language.into(),
            created_at: view.created_at,
            admin: None,
        }
    }
}

impl From<accounts::Role> for Role {
    fn from(role: accounts::Role) -> Self {
        match role {
            accounts::Role::Customer => Self::Customer,
            accounts::Role::Admin => Self::Admin,
        }
    }
}

impl From<accounts::Language> for Language {
    fn from(language: accounts::Language) -> Self {
        match language {
            accounts::Language::En => Self::En,
            accounts::Language::Ru => Self::Ru,
        }
    }
}

impl User {
    /// `admin`: how far an admin is let in.
    pub fn of(view: accounts::UserView, admin: Option<accounts::AdminAccess>) -> Self {
        Self { admin: admin.map(Into::into), ..view.into() }
    }
}

impl From<Language> for accounts::Language {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Ru => Self::Ru,
        }
    }
}
