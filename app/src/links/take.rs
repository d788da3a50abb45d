//! Using a link up.

use std::fmt;

use nproxy_domain::Env;
use nproxy_store::email_tokens::{self, EmailTokenRow};
use nproxy_store::{StoreError, Tx};
use uuid::Uuid;

use super::LinkPurpose;
use crate::token::Token;

#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Never sent, or for another thing, or long forgotten.
    #[error("this link is not one of ours")]
    Unknown,
    #[error("this link was used already")]
    Used,
    #[error("this link is too old")]
    Expired,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A link that was good, and is used up.
#[derive(Clone)]
pub struct Taken {
    pub subject: Uuid,
    /// The address that it was sent to.
    pub email: String,
}

impl fmt::Debug for Taken {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taken").field("subject", &self.subject).finish_non_exhaustive()
    }
}

/// What a link acts on, good or not: users are locked before anything is used up.
pub(crate) async fn subject(tx: &Tx, token: &str, purpose: LinkPurpose) -> Result<Uuid, LinkError> {
    Ok(row(tx, token, purpose).await?.subject_id)
}

/// In the transaction of what the link is for.
pub async fn take(tx: &Tx, env: &Env, token: &str, purpose: LinkPurpose) -> Result<Taken, LinkError> {
    let row = row(tx, token, purpose).await?;
    let now = env.now();
    if row.used_at.is_some() {
        return Err(LinkError::Used);
    }
    if now >= row.expires_at {
        return Err(LinkError::Expired);
    }
    if !email_tokens::take(tx, row.id, now).await? {
        return Err(LinkError::Used);
    }
    Ok(Taken { subject: row.subject_id, email: row.email })
}

async fn row(tx: &Tx, token: &str, purpose: LinkPurpose) -> Result<EmailTokenRow, LinkError> {
    let token = Token::parse(token).ok_or(LinkError::Unknown)?;
    let row = email_tokens::by_hash(tx, &token.hash()).await?;
    row.filter(|row| row.purpose == purpose).ok_or(LinkError::Unknown)
}
