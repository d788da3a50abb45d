//! What upstream accounts have left: asked for in the background, or entered by an admin and counted down.

mod ask;
mod enter;
mod estimate;
mod list;
mod poll;
mod settings;

pub use ask::{AskError, ask};
pub use enter::{EnterError, enter};
pub use estimate::Estimate;
pub use list::{AccountView, Known, list, of_key};
pub use nproxy_store::balances::Holder;
pub use poll::{PollBalances, poll};
pub use settings::BalanceSettings;
