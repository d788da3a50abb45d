//! What a message shows.

use nproxy_domain::redact::line;
use url::Url;

use crate::words::html::cut;
use crate::{Act, Place};

/// Telegram takes more, and shows less than half of it on a phone.
const LABEL_CHARS_MAX: usize = 40;

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

impl Button {
    /// A label is plain text, and made short.
    pub(crate) fn to(label: impl Into<String>, place: Place) -> Self {
        Self::To { label: short(&label.into()), place }
    }

    pub(crate) fn ask(label: impl Into<String>, act: Act) -> Self {
        Self::Ask { label: short(&label.into()), act }
    }
}

/// Telegram refuses an empty label.
fn short(label: &str) -> String {
    let label = cut(&line(label), LABEL_CHARS_MAX);
    if label.is_empty() { "—".to_owned() } else { label }
}
