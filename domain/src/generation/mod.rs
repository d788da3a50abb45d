//! The life of one generation: one picture asked for, one request of quota.
//!
//! `queued -> running -> (waiting <-> running) -> succeeded | failed | cancelled`

mod error;
mod stage;

#[cfg(test)]
mod properties;

pub use error::{ErrorCode, Fault, GenerationError};
pub use stage::{Refused, Settle, Stage};
