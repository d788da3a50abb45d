//! Accounts as the doors show them.

use std::fmt;

use nproxy_domain::{SessionId, Timestamp, UserId};
use nproxy_store::entities::users::Model;

use super::session::Proven;
use super::{Language, Role};
use crate::token::Token;

#[derive(Clone, PartialEq, Eq)]
pub struct UserView {
    pub id: UserId,
    /// Case-folded.
    pub email: String,
    pub role: Role,
    pub language: Language,
    pub created_at: Timestamp,
}

impl fmt::Debug for UserView {
    /// Without the address: it is personal and has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserView").field("id", &self.id).field("role", &self.role).finish_non_exhaustive()
    }
}

impl From<Model> for UserView {
    fn from(row: Model) -> Self {
        Self {
            id: UserId(row.id),
            email: row.email,
            role: row.role,
            language: row.language,
            created_at: row.created_at,
        }
    }
}

/// What signing in and up give.
#[derive(Clone, Debug)]
pub struct SignedIn {
    pub user: UserView,
    pub session: SessionId,
    /// Shown once, for the cookie.
    pub token: Token,
    /// The session ends then at the latest.
    pub expires_at: Timestamp,
    pub proven: Proven,
}

/// As the audit log names it.
pub(super) fn role_name(role: Role) -> &'static str {
    match role {
        Role::Customer => "customer",
        Role::Admin => "admin",
    }
}
