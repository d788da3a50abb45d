//! Conversations of a customer. A foreign one is as unknown as one that never was.

mod create;
mod delete;
mod get;
mod list;
mod rename;
mod title;
mod view;

pub use create::{CreateError, create};
pub use delete::delete;
pub use get::get;
pub use list::{CONVERSATIONS_PER_PAGE_MAX, ConversationPage, ListError, list};
pub use rename::{RenameError, rename};
pub use title::{TITLE_CHARS_MAX, Title, TitleError};
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
