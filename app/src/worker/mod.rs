//! The background work on generations: takes them from the queue, runs them side by side, keeps their leases.
//!
//! **Invariant:** a worker that is killed at any moment loses nothing: what it held is taken over when its leases lapse.

mod connection;
mod settings;
mod shift;

pub use settings::WorkerSettings;
pub use shift::{run, run_until};
