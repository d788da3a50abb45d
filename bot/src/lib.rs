//! A door: Telegram for admins.
//!
//! A message shows a [`Place`] as a [`View`]; a button leads to another place or asks for an [`Act`]. What a button means
//! stays with us: Telegram carries a short token of it, bound to who was shown it. Who writes is looked up for every
//! update ([`nproxy_app::telegram::who`]); a stranger gets nothing but a code for `nproxy pair`.
//!
//! - [`Bot`]: connects, and runs until it is stopped.
//! - `dialog`: what becomes of a message or of a pressed button.
//! - `screens`: what can be shown. `acts`: what can be done.
//! - [`TelegramNotifier`]: tells admins what they should hear.
//! - `api`: Telegram's Bot API.

mod act;
pub mod acts;
mod api;
mod bot;
mod dialog;
mod greet;
mod heard;
mod link;
mod notifier;
mod place;
mod reader;
mod said;
pub mod screens;
mod view;
mod words;

pub use act::{Act, Settle};
pub use bot::{Bot, BotError, BotSettings};
pub use notifier::TelegramNotifier;
pub use place::Place;
pub use reader::{Reader, Scope};
pub use view::{Button, View};
