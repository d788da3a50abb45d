//! Heleket and Cryptomus: two services with one protocol, and a page where the customer chooses a coin.
//!
//! An order is a key there: made twice, it is one invoice. It is asked after by its uuid, and told of by webhooks whose
//! signature stands in their body. The list goes by cursors, and knows nothing of orders.
//! The plugin is sans-IO: [`nproxy_domain::processor`] says what that means.
//! Facts: the documentation of both and Heleket's own SDKs for PHP and Go, read in November 2026.
//!
//! - `config`: the settings, and which of the two it is.
//! - `api`, `envelope`, `sign`: the requests, what answers are wrapped in, and what both sides sign with.
//! - `invoice`: an invoice as the API writes it, made a checkout and a snapshot.
//! - `find`: the list.
//! - `sealed`, `webhook`: the signature in a webhook's body, and what it says.
//!
//! To add a state: one row in `invoice.rs`, and a reply in `fixtures/`.

mod api;
mod config;
mod envelope;
mod find;
mod invoice;
mod processor;
mod sealed;
mod sign;
mod webhook;

use nproxy_domain::plugin::ProcessorPlugin;

/// The kind `heleket`.
pub const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "heleket", build: processor::build };
