//! Pictures on their way.

mod cancel;
mod get;
mod list;
mod retry;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![list::list_generations, get::get_generation, cancel::cancel_generation, retry::retry_generation,]
}
