//! OpenAI's image models, over `images/generations` and `images/edits`.
//!
//! One request makes one picture; the answer is the picture, as base64. Edits are forms with the input pictures in them. A
//! key proves itself at `GET /models`; what is left of its money can't be asked.
//! The plugin is sans-IO: [`nproxy_domain::provider`] says what that means.
//!
//! - `config`: the settings and the documented models.
//! - `request`: a job as JSON, or as a form where there are inputs.
//! - `form`: `multipart/form-data`.
//! - `reply`: the picture, or the class of trouble and whether it was paid for.
//!
//! To add a documented model: one row in `config.rs`. To add an outcome: one reply file in `fixtures/` that says what is
//! expected, then the row in `reply/classify.rs` that the conformance kit asks for.

mod config;
mod form;
mod provider;
mod reply;
mod request;

use nproxy_domain::plugin::ProviderPlugin;

/// The kind `openai`.
pub const PLUGIN: ProviderPlugin = ProviderPlugin { kind: "openai", build: provider::build };
