//! OxaPay: invoices in many coins, with a page where the customer chooses one.
//!
//! An invoice is made by one call and asked after by its track id. It tells of itself when money was seen and when it is
//! certain; that less came, or nothing, has to be asked for. Orders are no keys there, and the list can't be searched by
//! them, so a lost answer is looked for in it.
//! The plugin is sans-IO: [`nproxy_domain::processor`] says what that means.
//! Facts: the documentation of version 1 and the vendor's own SDK for PHP, read in November 2026. What the list is wrapped
//! in was in none of them (`data.list` and `data.meta`), and is to be looked at with a real account. So is whether the answer
//! to a question has `value` and `sent_value`, as webhooks have: by them alone it is seen that more came than was asked for.
//!
//! - `config`: the settings.
//! - `api`, `envelope`: the requests, and what every answer is wrapped in.
//! - `invoice`: an invoice as the API writes it, made a snapshot; where to pay, as its making answers it.
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

/// The kind `oxapay`.
pub const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "oxapay", build: processor::build };
