//! What only admins may do.

mod generations;
mod health;
mod lists;
mod overview;
mod payments;
mod search;
mod users;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![overview::get_overview, search::search_everything, health::get_health]
        .merge(lists::operations())
        .merge(generations::operations())
        .merge(payments::operations())
        .merge(users::operations())
}
