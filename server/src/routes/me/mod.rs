//! Whoever is signed in.

mod get;
mod update;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![get::get_me, update::update_me]
}
