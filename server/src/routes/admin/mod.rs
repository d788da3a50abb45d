//! What only admins may do.

mod content;
mod cycles;
mod enter_balance;
mod generations;
mod health;
mod keys;
mod lists;
mod overview;
mod payments;
mod proxies;
mod registrations;
mod search;
mod switches;
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
        .merge(registrations::operations())
        .merge(cycles::operations())
        .merge(switches::operations())
        .merge(content::operations())
}
