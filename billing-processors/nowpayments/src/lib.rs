//! NOWPayments: payments in many coins, with the address and the amount shown on our own page.
//!
//! A payment is made by one call, asked after by its id, and told of by signed notifications. The list of payments,
//! which is how a lost answer is found again, wants a token that only the dashboard's e-mail and password get; without
//! them nothing can be looked for. Orders are no keys there: two calls make two payments.
//! The plugin is sans-IO: [`nproxy_domain::processor`] says what that means.
//! Facts: the public API documentation and the vendor's own SDK for Node.js, read in November 2026.
//!
//! - `config`: the settings.
//! - `coins`, `wallet`: what an id means in words, and which wallets understand a link.
//! - `api`, `offers`: the requests; in which coins a price can be paid.
//! - `payment`, `reading`: a payment as the API writes it, made a checkout and a snapshot of what may be kept.
//! - `find`: the list.
//! - `canonical`, `webhook`: what a notification's signature is over, and what it says.
//!
//! To add a coin's name: one row in `coins.rs`. To add a status: one row in `payment.rs` and a reply in `fixtures/`.

mod api;
mod canonical;
mod coins;
mod config;
mod find;
mod offers;
mod payment;
mod processor;
mod reading;
mod wallet;
mod webhook;

use nproxy_domain::plugin::ProcessorPlugin;

/// The kind `nowpayments`.
pub const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "nowpayments", build: processor::build };
