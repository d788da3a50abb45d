//! Mails. A deed writes the mail's row in its own transaction; a job sends it and tries again where that may help.

mod outbox;
mod send;

pub use outbox::FileOutbox;
pub use send::{SendMail, post, post_once, post_with_link, post_withheld, send};
