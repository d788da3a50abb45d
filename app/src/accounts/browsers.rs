//! Where somebody is signed in, and ending that.

use std::fmt;

use nproxy_domain::{SessionId, Timestamp, UserId};
use nproxy_store::entities::sessions::Model;
use nproxy_store::{StoreError, sessions};

use super::session::Session;
use crate::App;

/// More than anybody looks through.
const SHOWN_MAX: u64 = 100;

/// A signed-in browser as its user sees it.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedInBrowser {
    pub session: SessionId,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
    /// As the browser names itself, made plain.
    pub user_agent: Option<String>,
    /// Where it was used last.
    pub address: Option<String>,
}

impl fmt::Debug for SignedInBrowser {
    /// Where somebody is has no place in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignedInBrowser").field("session", &self.session).finish_non_exhaustive()
    }
}

impl From<Model> for SignedInBrowser {
    fn from(row: Model) -> Self {
        Self {
            session: SessionId(row.id),
            created_at: row.created_at,
            last_seen_at: row.last_seen_at,
            user_agent: row.user_agent,
            address: row.address,
        }
    }
}

#[derive(Debug, thiserror::Error)]
pub enum EndSessionError {
    /// Unknown, ended, or somebody else's: all the same to who asks.
    #[error("there is no such session")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The newest first.
pub async fn list_sessions(app: &App, user: UserId) -> Result<Vec<SignedInBrowser>, StoreError> {
    let (now, idle_max) = (app.env.now(), app.settings.accounts.sessions.idle_max);
    let rows = sessions::live_of(app.store.read(), user, now, now - idle_max, SHOWN_MAX).await?;
    Ok(rows.into_iter().map(SignedInBrowser::from).collect())
}

pub async fn end_session(app: &App, user: UserId, id: SessionId) -> Result<(), EndSessionError> {
    let now = app.env.now();
    let ended = app.store.write(|tx| async move { sessions::revoke_own(&tx, user, id, now).await }).await?;
    if ended { Ok(()) } else { Err(EndSessionError::NotFound) }
}

/// Signs all other browsers out.
pub async fn end_other_sessions(app: &App, this: &Session) -> Result<(), StoreError> {
    let (now, user, id) = (app.env.now(), this.user.id, this.id);
    app.store.write(|tx| async move { sessions::revoke_others(&tx, user, id, now).await }).await?;
    Ok(())
}
