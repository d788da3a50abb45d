//! The deeds, on SQLite and on PostgreSQL.

mod accounts;
mod assets;
mod books;
mod conversations;
mod ends;
mod house;
mod keys_are_few;
mod operation;
mod pictures;
mod submit;
mod take_over;
mod waits;
mod worker;
mod world;
