//! kie.ai's image models, by tasks.
//!
//! A task buys one picture; its id is the cursor. Asked after, it tells how far it came, and in the end where the picture lies
//! for a while. Answers come with HTTP 200 mostly, and what they mean stands in the `code` of their body. Input pictures are
//! fetched by kie from links of ours. A key proves itself by asking what is left, which is free.
//! The plugin is sans-IO: [`nproxy_domain::provider`] says what that means.
//!
//! - `config`: the settings and the documented models.
//! - `request`: a job as the JSON of a task; models take it in two forms.
//! - `reply`: what the answers to a task's begin, its record and the credit mean.
//!
//! To add a documented model: one row in `config.rs`. To add an outcome: one reply file in `fixtures/` that says what is
//! expected, then the row in `reply/classify.rs` that the conformance kit asks for. Sources: docs.kie.ai, market and common
//! API, as of November 2026.

mod config;
mod provider;
mod reply;
mod request;

use nproxy_domain::plugin::ProviderPlugin;

/// The kind `kie`.
pub const PLUGIN: ProviderPlugin = ProviderPlugin { kind: "kie", build: provider::build };
