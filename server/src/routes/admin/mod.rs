//! What only admins may do.

mod enter_balance;
mod keys;
mod payments;
mod proxies;
mod users;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    payments::operations()
        .merge(users::operations())
        .merge(keys::operations())
        .merge(proxies::operations())
        .merge(ops![enter_balance::enter_balance])
}
