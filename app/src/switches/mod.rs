//! What an admin turns while nproxy runs. Whatever obeys a switch reads it anew, so it holds at once in every process.

mod list;
mod turn;

pub use list::{SwitchView, list};
pub use nproxy_store::switches::{Notice, SignUp, Switch, Switches};
pub use turn::{NOTICE_CHARS_MAX, Turn, TurnError, set, turn};

use nproxy_store::{StoreError, switches};

use crate::App;

/// How all switches stand now.
pub async fn read(app: &App) -> Result<Switches, StoreError> {
    switches::read(app.store.read()).await
}
