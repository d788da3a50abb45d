//! Drives the routing rules over real sockets, and the talk with payment processors.
//!
//! Plugins say what to send and what a reply means; this crate owns everything a plugin could forget:
//! which hosts may be spoken to, time and size limits, what is retried and what never is, and what may be logged.
//!
//! **Invariant:** a request that may cost money is sent at most once per attempt, and its attempt is on
//! record before the first byte leaves.

mod ask;
mod attempt;
mod chain;
mod clients;
mod download;
mod hold;
mod job;
mod keys;
mod knock;
mod limits;
pub mod metrics;
mod processors;
mod proxied;
mod proxy_test;
mod resume;
mod run;
mod traced;
mod trouble;
mod way;
mod wire;

pub use ask::{Ask, End, InputSource, Prompt, Resume};
pub use clients::{ClientError, Clients};
pub use knock::KnockError;
pub use limits::GatewayLimits;
pub use processors::Processors;
pub use proxy_test::{ProxyTest, ProxyTestError};
pub use run::Gateway;
pub use trouble::ProxyTrouble;
