//! Conversations of a customer.

mod create;
mod delete;
mod get;
mod list;
mod restore;
mod turns;
mod update;

use nproxy_app::conversations::{ConversationError, TitleError};

use crate::docs::{Operations, ops};
use crate::problem::{Code, Problem};

pub fn operations() -> Operations {
    ops![
        list::list_conversations,
        create::create_conversation,
        get::get_conversation,
        update::update_conversation,
        delete::delete_conversation,
        restore::restore_conversation,
        turns::list_turns,
    ]
}

/// Of the deeds that need nothing but the conversation.
impl From<ConversationError> for Problem {
    fn from(error: ConversationError) -> Self {
        match error {
            ConversationError::NotFound => Self::plain(Code::NotFound),
            ConversationError::Store(error) => Self::from(error),
        }
    }
}

impl From<TitleError> for Problem {
    fn from(error: TitleError) -> Self {
        let code = match error {
            TitleError::Empty => Code::TitleEmpty,
            TitleError::TooLong => Code::TitleTooLong,
        };
        Self::field(code, "/title", &error)
    }
}
