//! Upstream keys: their health, which may be picked, and the port through which they are.
//!
//! The row is the truth; nothing about a key is cached across processes.

mod health;
mod key;
mod policy;
mod pool;
mod ring;
mod shared;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod stories;

pub use health::{KeyChange, KeyHealth, KeyState, Notice};
pub use key::{KeyEnd, KeyLimits, PoolKey};
pub use policy::KeyPolicy;
pub use pool::{Closed, Incident, Joined, Pick, Pool, PoolEnd};
pub use ring::{AttemptOutcome, KeyRing, OpenAttempt, Opened, ProxySeen, RingError, ThroughProxy, Want};
pub use shared::{Census, Failure, Scope, Way, failing_since};
