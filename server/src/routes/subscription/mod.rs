//! The paid months.

mod get;
mod start_next;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![get::get_subscription, start_next::start_next]
}
