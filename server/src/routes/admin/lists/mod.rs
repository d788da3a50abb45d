//! What admins look through: every list has a page and, under `.csv`, the same filter as a file.

mod audit;
mod csv;
mod cycles;
mod generations;
mod incidents;
mod keys;
mod notifications;
mod payments;
mod proxies;
mod query;
mod users;

use crate::docs::{Operations, ops};

pub fn operations() -> Operations {
    ops![
        users::list_users,
        users::list_users_csv,
        cycles::list_cycles,
        cycles::list_cycles_csv,
        payments::list_all_payments,
        payments::list_all_payments_csv,
        generations::list_generations_of_all,
        generations::list_generations_of_all_csv,
        generations::find_generations_by_prompt,
    ]
    .merge(ops![
        keys::list_keys,
        keys::list_keys_csv,
        proxies::list_proxies,
        proxies::list_proxies_csv,
        incidents::list_incidents,
        incidents::list_incidents_csv,
        notifications::list_notifications,
        notifications::list_notifications_csv,
        audit::list_audit,
        audit::list_audit_csv,
    ])
}
