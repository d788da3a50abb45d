//! The web door, asked over a real listener and a real database.

mod admin_payments;
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
mod months;
mod outage;
mod painter;
mod payments;
mod person;
mod polling;
mod problems;
mod sessions;
mod shelf;
mod spa;
mod submits;
mod till;
mod webhooks;
