//! fal.ai's image models, over its queue.
//!
//! A submit buys one picture and answers with addresses to ask at; a cursor keeps them. A resume asks for the status, and
//! when the work is completed for the result, whose picture lies at a download host. What hides the queue for a while
//! (5xx, 429, a page of something in front) only means to ask again. The key of the pictures can't ask for money; an
//! admin key can. There is no call that proves a key for nothing.
//! The plugin is sans-IO: [`nproxy_domain::provider`] says what that means.
//!
//! - `config`: the settings and the documented models.
//! - `request`: a job as JSON.
//! - `place`: the addresses of a submitted job, and their form as a cursor.
//! - `reply`: what the answers to submit, status, result, cancel and billing mean.
//!
//! To add a documented model: one row in `config.rs`. To add an outcome: one reply file in `fixtures/` that says what is
//! expected, then the row in `reply/classify.rs` that the conformance kit asks for.

mod config;
mod place;
mod provider;
mod reply;
mod request;

use nproxy_domain::plugin::ProviderPlugin;

/// The kind `fal`.
pub const PLUGIN: ProviderPlugin = ProviderPlugin { kind: "fal", build: provider::build };
