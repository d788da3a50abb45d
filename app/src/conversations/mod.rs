//! Conversations of a customer. A foreign one is as unknown as one that never was.

mod create;
mod get;
mod list;
mod title;
mod update;
mod view;

pub use create::{CreateError, create};
pub use get::get;
pub use list::{CONVERSATIONS_PER_PAGE_MAX, ConversationPage, ListError, Wanted, list};
pub use title::{TITLE_CHARS_MAX, Title, TitleError};
pub use update::{Changes, PINS_MAX, UpdateError, update};
pub use view::ConversationView;

use nproxy_store::StoreError;

/// Of the deeds that need nothing but the conversation.
#[derive(Debug, thiserror::Error)]
pub enum ConversationError {
    #[error("there is no such conversation")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}
