//! What upstream accounts have left: asked for in the background, or entered by an admin and counted down.

mod enter;
mod estimate;
mod list;
mod poll;
mod settings;

pub use enter::{EnterError, enter};
pub use estimate::Estimate;
pub use list::{AccountView, Known, list};
pub use nproxy_store::balances::Holder;
pub use poll::{PollBalances, poll};
pub use settings::BalanceSettings;
