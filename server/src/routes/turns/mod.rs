//! Asking for pictures.

mod delete;
mod room;
mod submit;

pub use submit::REPLAYED;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![submit::submit_turn, delete::delete_turn, delete::restore_turn]
}
