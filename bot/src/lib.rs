//! A door: Telegram for admins.
//!
//! A message shows a [`Place`] as a [`View`]; a button leads to another place or asks for an [`Act`]. What a button means
//! stays with us: Telegram carries a short token of it, bound to who was shown it.

mod act;
mod place;
mod reader;
mod view;

pub use act::Act;
pub use place::Place;
pub use reader::{Reader, Scope};
pub use view::{Button, View};
