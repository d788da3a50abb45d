//! The store on SQLite and on PostgreSQL: the same tests.

mod claims;
mod core;
mod life;
mod lists;
