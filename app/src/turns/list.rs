//! A conversation, page by page from its end.

use nproxy_domain::{ConversationId, TurnId, UserId};
use nproxy_store::{StoreError, conversations, turns};

use super::{TurnView, view};
use crate::App;

pub const PAGE_TURNS_MAX: u32 = 50;

/// A stretch of a conversation.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// Oldest first.
    pub turns: Vec<TurnView>,
    /// Where the page before this one ends; `None`: this is the beginning.
    pub next_before: Option<TurnId>,
}

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("there is no such conversation")]
    ConversationNotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The newest `limit` turns before `before`.
pub async fn list(
    app: &App,
    user: UserId,
    conversation: ConversationId,
    before: Option<TurnId>,
    limit: u32,
) -> Result<Page, ListError> {
    let db = app.store.read();
    conversations::get_own(db, user, conversation).await?.ok_or(ListError::ConversationNotFound)?;
    let limit = limit.clamp(1, PAGE_TURNS_MAX) as usize;
    // One more than asked for tells whether there is more.
    let mut rows = turns::page(db, conversation, before, limit as u64 + 1).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    rows.reverse();
    let next_before = rows.first().filter(|_| more).map(|row| TurnId(row.id));
    Ok(Page { turns: view::of(app, rows).await?, next_before })
}
