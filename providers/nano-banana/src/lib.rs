//! Google's Gemini image models, called "Nano Banana", over `generateContent`.
//!
//! One request makes one picture; the answer is the picture. There is no job to come back to, nothing to cancel,
//! no balance to ask for. The plugin is sans-IO: [`nproxy_domain::provider`] says what that means.
//!
//! - `config`: the settings and the documented models.
//! - `request`: a job as JSON.
//! - `reply`: the picture, or the class of trouble and whether it was paid for.
//!
//! To add a documented model: one row in `config/builtin.rs`. To add an outcome: one reply file in `fixtures/`
//! that says what is expected, then the row in `reply/classify.rs` that the conformance kit asks for.

mod config;
mod provider;
mod reply;
mod request;

use nproxy_domain::plugin::ProviderPlugin;

/// The kind `nano_banana`.
pub const PLUGIN: ProviderPlugin = ProviderPlugin { kind: "nano_banana", build: provider::build };
