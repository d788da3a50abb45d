//! The list of conversations, the newest activity first.

use chrono::DateTime;
use nproxy_domain::{ConversationId, Timestamp, UserId};
use nproxy_store::{StoreError, conversations};

use super::view::ConversationView;
use crate::App;

pub const CONVERSATIONS_PER_PAGE_MAX: u32 = 100;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConversationPage {
    pub items: Vec<ConversationView>,
    /// For the page after this one, if there is one.
    pub next_cursor: Option<String>,
}

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("this is no cursor of this list")]
    BadCursor,
    #[error("a page has 1 to {CONVERSATIONS_PER_PAGE_MAX} conversations")]
    LimitOutOfRange,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Nothing is left out or shown twice while pages are turned, also where several have the same time; one with new
/// activity meanwhile moves to the top, past the reader.
pub async fn list(app: &App, user: UserId, cursor: Option<&str>, limit: u32) -> Result<ConversationPage, ListError> {
    if !(1..=CONVERSATIONS_PER_PAGE_MAX).contains(&limit) {
        return Err(ListError::LimitOutOfRange);
    }
    let after = cursor.map(|c| parse(c).ok_or(ListError::BadCursor)).transpose()?;
    let mut rows = conversations::list(app.store.read(), user, after, u64::from(limit) + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let items: Vec<ConversationView> = rows.into_iter().map(Into::into).collect();
    let next_cursor =
        items.last().filter(|_| more).map(|last| format!("{}_{}", last.updated_at.timestamp_micros(), last.id));
    Ok(ConversationPage { items, next_cursor })
}

fn parse(cursor: &str) -> Option<(Timestamp, ConversationId)> {
    let (micros, id) = cursor.split_once('_')?;
    Some((DateTime::from_timestamp_micros(micros.parse().ok()?)?, id.parse().ok()?))
}
