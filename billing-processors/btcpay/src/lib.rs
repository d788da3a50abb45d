//! BTCPay Server, over its Greenfield API: one's own server, which takes coins without anybody in between.
//!
//! An invoice is made in one request; where to pay stands in a second one. A payment's status takes the same two. Nothing
//! is asked for offers: the operator lists the payment methods of the store that customers may choose from.
//! The plugin is sans-IO: [`nproxy_domain::processor`] says what that means.
//!
//! - `config`: the settings.
//! - `method`: payment methods in words, and under their older names.
//! - `api`: the calls.
//! - `reply`: an invoice and its payments as a checkout or a snapshot.
//! - `webhook`: the signature, then the event.
//!
//! To add a coin: one row in `method.rs`; without it the coin is offered under its code.

mod api;
mod config;
mod method;
mod processor;
mod reply;
mod webhook;

use nproxy_domain::plugin::ProcessorPlugin;

/// The kind `btcpay`.
pub const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "btcpay", build: processor::build };
