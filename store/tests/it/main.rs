//! The store on SQLite and on PostgreSQL: the same tests.

mod account_plans;
mod claims;
mod core;
mod extend;
mod keys;
mod library;
mod life;
mod lists;
mod money;
mod months;
mod orders;
mod payments;
mod plans;
mod proxies;
