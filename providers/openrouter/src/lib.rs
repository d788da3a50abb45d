//! OpenRouter's image models, over `chat/completions`.
//!
//! One request makes one picture; the answer is the picture, as a data URL. A key proves itself at `GET /key`, which also
//! tells what is left of the key's own limit; what is left of the account only a management key may ask.
//! The plugin is sans-IO: [`nproxy_domain::provider`] says what that means.
//!
//! - `config`: the settings and the documented models.
//! - `request`: a job as JSON.
//! - `reply`: the picture, or the class of trouble and whether it was paid for; money left.
//!
//! To add a documented model: one row in `config.rs`. To add an outcome: one reply file in `fixtures/` that says what is
//! expected, then the row in `reply/classify.rs` that the conformance kit asks for.

mod config;
mod provider;
mod reply;
mod request;

use nproxy_domain::plugin::ProviderPlugin;

/// The kind `openrouter`.
pub const PLUGIN: ProviderPlugin = ProviderPlugin { kind: "openrouter", build: provider::build };
