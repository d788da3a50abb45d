//! What a link is, before anything is done with it.

use std::fmt;

use nproxy_domain::{RegistrationId, Timestamp};
use nproxy_store::{email_tokens, registrations};

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
    let state = match (state, row.purpose) {
        (LinkState::Good, LinkPurpose::VerifyAddress) => {
            of_sign_up(app, RegistrationId(row.subject_id), &row.email).await?
        }
        _ => state,
    };
    Ok(Seen { purpose: row.purpose, email: row.email, state, expires_at: row.expires_at })
}

/// The address of a sign-up may have been corrected since: a link to the wrong one opens nothing. It may be an account by
/// now, made with another of its links.
async fn of_sign_up(app: &App, id: RegistrationId, email: &str) -> Result<LinkState, LinkError> {
    let row = registrations::get(app.store.read(), id).await?;
    match row.filter(|row| row.email == email) {
        None => Err(LinkError::Unknown),
        Some(row) if row.user_id.is_some() => Ok(LinkState::Used),
        Some(_) => Ok(LinkState::Good),
    }
}
