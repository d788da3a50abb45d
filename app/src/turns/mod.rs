//! Prompts with their settings: a turn holds 1 to 4 generations.

mod brakes;
mod key;
mod limits;
mod list;
pub(crate) mod room;
mod submit;
mod view;

pub use brakes::Brakes;
pub use key::IdempotencyKey;
pub use limits::QueueLimits;
pub use list::{ListError, PAGE_TURNS_MAX, Page, list};
pub use room::RoomError;
pub use submit::{Submit, SubmitError, Submitted, submit};
pub use view::TurnView;
pub(crate) use view::{mode, of as views};
