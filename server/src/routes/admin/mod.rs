//! What only admins may do.

mod enter_balance;
mod generations;
mod health;
mod keys;
mod lists;
mod overview;
mod payments;
mod proxies;
mod search;
mod users;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![overview::get_overview, search::search_everything, health::get_health, enter_balance::enter_balance]
        .merge(lists::operations())
        .merge(generations::operations())
        .merge(payments::operations())
        .merge(users::operations())
        .merge(keys::operations())
        .merge(proxies::operations())
}
