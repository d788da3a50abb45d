//! What a link is, before anything is done with it.

use std::fmt;

use nproxy_domain::{RegistrationId, Timestamp};
use nproxy_store::{StoreError, email_tokens, registrations};

use super::LinkPurpose;
use super::take::LinkError;
use crate::App;
use crate::token::Token;

/// Whether a link is still good.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    Good,
    Used,
    Expired,
}

/// A link that was sent once.
#[derive(Clone, PartialEq, Eq)]
pub struct Seen {
    pub purpose: LinkPurpose,
    /// The address that it was sent to; whoever holds the link read the mail there.
    pub email: String,
    pub state: LinkState,
    pub expires_at: Timestamp,
}

impl fmt::Debug for Seen {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seen").field("purpose", &self.purpose).field("state", &self.state).finish_non_exhaustive()
    }
}

/// Uses nothing up.
pub async fn look(app: &App, token: &str) -> Result<Seen, LinkError> {
    let token = Token::parse(token).ok_or(LinkError::Unknown)?;
    let row = email_tokens::by_hash(app.store.read(), &token.hash()).await?;
    let row = row.ok_or(LinkError::Unknown)?;
    let state = match row.used_at {
        Some(_) => LinkState::Used,
        None if app.env.now() >= row.expires_at => LinkState::Expired,
        None => LinkState::Good,
    };
    let seen = Seen { purpose: row.purpose, email: row.email, state, expires_at: row.expires_at };
    if seen.state == LinkState::Good && !leads_somewhere(app, &seen, RegistrationId(row.subject_id)).await? {
        return Err(LinkError::Unknown);
    }
    Ok(seen)
}

/// The address of a sign-up may have been corrected since: a link to the wrong one opens nothing.
async fn leads_somewhere(app: &App, seen: &Seen, registration: RegistrationId) -> Result<bool, StoreError> {
    if seen.purpose != LinkPurpose::VerifyAddress {
        return Ok(true);
    }
    let row = registrations::get(app.store.read(), registration).await?;
    Ok(row.is_some_and(|row| row.email == seen.email))
}
