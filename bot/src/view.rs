//! What a message shows.

use url::Url;

use crate::{Act, Place};

/// The text of a message and the buttons below it.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// Telegram's HTML, at most 4,096 characters; whatever comes from outside is escaped in it.
    pub text: String,
    pub rows: Vec<Vec<Button>>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Button {
    /// Shows another place in the same message.
    To { label: String, place: Place },
    /// Asks for an act: first what it will do, then, once confirmed, it is done.
    Ask { label: String, act: Act },
    /// Opens a page of the web.
    Open { label: String, url: Url },
}
