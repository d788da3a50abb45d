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
mod letters;
mod library;
mod money;
mod months;
mod notes;
mod operation;
mod payment_desk;
mod payments;
mod pictures;
mod proxies;
mod reminders;
mod submit;
mod take_over;
mod till;
mod waits;
mod worker;
mod world;
