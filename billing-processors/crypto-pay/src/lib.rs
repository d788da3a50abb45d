//! Crypto Pay, the merchants' side of @CryptoBot: customers pay out of a wallet in Telegram, at once and in full.
//!
//! An invoice is made by one call and has a page in the bot; there is no address of a chain. It is asked after by its
//! number, and one kind of notification tells that it was paid, signed with the token's own hash. Nothing comes short, too
//! late or back. Invoices can't be searched by what we call them, so a lost answer is looked for in the list.
//! The plugin is sans-IO: [`nproxy_domain::processor`] says what that means.
//! Facts: the public documentation of the API (1.5) and two clients of it, read in November 2026.
//!
//! - `config`: the settings.
//! - `api`, `envelope`: the requests, and what every answer is wrapped in.
//! - `invoice`: an invoice as the API writes it, made a checkout and a snapshot.
//! - `find`: the list.
//! - `webhook`: is it theirs, and what does it say?
//!
//! To add a state: one row in `invoice.rs`, and a reply in `fixtures/`.

mod api;
mod config;
mod envelope;
mod find;
mod invoice;
mod processor;
mod webhook;

use nproxy_domain::plugin::ProcessorPlugin;

/// The kind `crypto_pay`.
pub const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "crypto_pay", build: processor::build };
