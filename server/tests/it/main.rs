//! The web door, asked over a real listener and a real database.

mod assets;
mod authorisation;
mod bad_input;
mod bodies;
mod document;
mod going;
mod house;
mod idempotency;
mod internal;
mod limits;
mod log;
mod models;
mod outage;
mod painter;
mod person;
mod polling;
mod problems;
mod sessions;
mod shelf;
mod spa;
mod submits;
