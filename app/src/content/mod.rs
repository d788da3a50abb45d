//! What admins see of customers' prompts and pictures, and what they do about them. Each look is an entry on record.

mod open;
mod remove;
mod retry;
mod show;

pub use open::{OPEN_FOR, OpenError, Opened, open};
pub use remove::{RemoveError, remove_picture};
pub use retry::{RetryForError, retry_for_customer};
pub use show::show_opened;
