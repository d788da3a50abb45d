//! The store on SQLite and on PostgreSQL: the same tests.

mod account_plans;
mod admin_lists;
mod claims;
mod core;
mod extend;
mod key_acts;
mod keys;
mod library;
mod life;
mod lists;
mod money;
mod months;
mod notices;
mod orders;
mod payments;
mod plans;
mod proxies;
mod released;
mod reseal;
mod retention;
mod slow;
mod telegram;
