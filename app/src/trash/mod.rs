//! Deleting with undo.
//!
//! What is deleted is hidden at once, can be brought back for [`TrashSettings::keep`], and then goes for good: the bytes
//! are removed, a row without them stays. What runs in a deleted turn or conversation runs on and is counted: it was asked
//! for. Its picture is hidden with the others.

mod asset;
mod conversation;
mod purge;
mod turn;

pub use asset::{delete_asset, restore_asset};
pub use conversation::{delete_conversation, restore_conversation};
pub use purge::{Purge, PurgeError, purge};
pub use turn::{TurnError, delete_turn, restore_turn};

use chrono::Duration;
use nproxy_domain::Timestamp;

use crate::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrashSettings {
    /// How long what was deleted can be brought back.
    pub keep: Duration,
}

impl Default for TrashSettings {
    fn default() -> Self {
        Self { keep: Duration::days(30) }
    }
}

/// What was deleted before is not brought back any more.
fn since(app: &App) -> Timestamp {
    app.env.now() - app.settings.trash.keep
}
