//! What somebody who is signed in does with the account.

use std::fmt;

use chrono::{DateTime, Utc};
use nproxy_app::accounts::SignedInBrowser;
use nproxy_domain::SessionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SMALL_BYTES_MAX;
use crate::extract::Body;

/// `Debug` is left out of everything that holds a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    pub current_password: String,
    pub new_password: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmail {
    /// That of the account.
    pub password: String,
    /// The new one.
    pub email: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseAccount {
    pub password: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ClosingReply {
    /// Until then the link in the mail keeps the account.
    pub erased_at: DateTime<Utc>,
}

/// A signed-in browser.
#[derive(Serialize, ToSchema)]
pub struct SessionInfo {
    #[schema(value_type = Uuid)]
    pub id: SessionId,
    /// The one that asks.
    pub current: bool,
    pub created_at: DateTime<Utc>,
    /// To the minute.
    pub last_seen_at: DateTime<Utc>,
    /// As the browser names itself: anybody's text, on one line, at most 300 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub user_agent: Option<String>,
    /// The IP address that it was used from last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub address: Option<String>,
}

/// The newest first, at most 100.
#[derive(Debug, Serialize, ToSchema)]
pub struct SessionsReply {
    pub sessions: Vec<SessionInfo>,
}

impl SessionInfo {
    /// As the browser of session `asking` sees it.
    pub fn of(seen: SignedInBrowser, asking: SessionId) -> Self {
        Self {
            id: seen.session,
            current: seen.session == asking,
            created_at: seen.created_at,
            last_seen_at: seen.last_seen_at,
            user_agent: seen.user_agent,
            address: seen.address,
        }
    }
}

impl SessionInfo {
    /// As somebody else sees it.
    pub fn of_another(seen: SignedInBrowser) -> Self {
        let current = false;
        let SignedInBrowser { session: id, created_at, last_seen_at, user_agent, address } = seen;
        Self { id, current, created_at, last_seen_at, user_agent, address }
    }
}

impl fmt::Debug for SessionInfo {
    /// Where somebody is has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SessionInfo").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Body for ChangePassword {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ChangeEmail {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for CloseAccount {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}
