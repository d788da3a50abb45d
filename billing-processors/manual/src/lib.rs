//! An invoice in the operator's own words: the customer pays past us, an admin looks and confirms.
//!
//! Nothing is asked of anybody. What the plugin can't know it doesn't say: a payment's status is an error, so only an admin
//! and the time that [`Checkout::expires_at`](nproxy_domain::processor::Checkout) names move a row.

mod config;
mod processor;

use nproxy_domain::plugin::ProcessorPlugin;

/// The kind `manual`.
pub const PLUGIN: ProcessorPlugin = ProcessorPlugin { kind: "manual", build: processor::build };
