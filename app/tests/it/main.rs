//! The deeds, on SQLite and on PostgreSQL.

mod accounts;
mod assets;
mod books;
mod brakes;
mod conversations;
mod ends;
mod house;
mod keys;
mod keys_are_few;
mod money;
mod operation;
mod pictures;
mod proxies;
mod submit;
mod take_over;
mod waits;
mod worker;
mod world;
