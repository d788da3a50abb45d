//! The list of conversations: the pinned ones, then the newest activity first.

use nproxy_domain::moment::from_micros;
use nproxy_domain::search::{Query, QueryTooLong};
use nproxy_domain::{ConversationId, Timestamp, UserId};
use nproxy_store::{StoreError, conversations};

use super::update::PINS_MAX;
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
    Query(#[from] QueryTooLong),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What is wanted of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// Of the page before.
    pub cursor: Option<&'a str>,
    /// Of those that are not pinned.
    pub limit: u32,
    /// Looked for in titles and prompts; too short: everything is wanted.
    pub query: Option<&'a str>,
}

/// The first page begins with the pinned ones, the last pinned first, beside its `limit`. Nothing is left out or shown
/// twice while pages are turned, also where several have the same time; one with new activity meanwhile moves to the
/// top, past the reader.
pub async fn list(app: &App, user: UserId, wanted: Wanted<'_>) -> Result<ConversationPage, ListError> {
    let Wanted { cursor, limit, query } = wanted;
    if !(1..=CONVERSATIONS_PER_PAGE_MAX).contains(&limit) {
        return Err(ListError::LimitOutOfRange);
    }
    let after = cursor.map(|c| parse(c).ok_or(ListError::BadCursor)).transpose()?;
    let query = Query::parse(query.unwrap_or_default())?;
    let db = app.store.read();
    let mut rows = conversations::list(db, user, query.as_ref(), after, u64::from(limit) + 1).await?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor =
        rows.last().filter(|_| more).map(|last| format!("{}_{}", last.updated_at.timestamp_micros(), last.id));
    let pinned = match after {
        Some(_) => Vec::new(),
        None => conversations::pinned(db, user, query.as_ref(), PINS_MAX.into()).await?,
    };
    let items = pinned.into_iter().chain(rows).map(Into::into).collect();
    Ok(ConversationPage { items, next_cursor })
}

fn parse(cursor: &str) -> Option<(Timestamp, ConversationId)> {
    let (micros, id) = cursor.split_once('_')?;
    Some((from_micros(micros)?, id.parse().ok()?))
}
