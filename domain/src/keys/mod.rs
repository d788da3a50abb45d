//! Upstream keys: their health, which may be picked, and the port through which they are.
//!
//! The row is the truth; nothing about a key is cached across processes.

mod health;
mod policy;
mod pool;
mod ring;

#[cfg(test)]
mod properties;

pub use health::{KeyChange, KeyHealth, KeyState, Notice};
pub use policy::KeyPolicy;
pub use pool::{KeyLimits, Pick, Pool, PoolEnd, PoolKey};
pub use ring::{AttemptOutcome, KeyRing, OpenAttempt, Opened, RingError, Want};
