//! Links that mails carry, each good for one thing, once, for a while.
//!
//! A link's token travels in the URL's fragment, which no server and no referrer sees, and its page wants a click
//! before it does anything: programs that open links in mails to look at them use nothing up. It is made when the
//! mail is sent; the database knows its hash alone.
//!
//! **Invariant:** a link does one thing to one subject, and only for whoever read the mail at its address.

mod fill;
mod look;
mod take;

pub(crate) use fill::fill;
pub use fill::{LINK_MARK, Link};
pub use look::{LinkState, Seen, look};
pub use nproxy_store::entities::text::LinkPurpose;
pub(crate) use take::subject;
pub use take::{LinkError, Taken, take};

use chrono::Duration;

/// The page of the app that a link opens.
pub fn page(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::VerifyAddress => "verify",
        LinkPurpose::ResetPassword => "reset",
        LinkPurpose::ConfirmAddress => "confirm-email",
        LinkPurpose::UndoAddress => "undo-email",
        LinkPurpose::KeepAccount => "keep-account",
    }
}

/// How long a link is good for from the moment that it is sent.
pub fn valid_for(purpose: LinkPurpose) -> Duration {
    match purpose {
        LinkPurpose::VerifyAddress | LinkPurpose::ConfirmAddress => Duration::hours(24),
        LinkPurpose::ResetPassword => Duration::hours(1),
        LinkPurpose::UndoAddress | LinkPurpose::KeepAccount => Duration::days(7),
    }
}
