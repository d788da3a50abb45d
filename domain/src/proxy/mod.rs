//! Proxies that keys go out through: their addresses and their health.

mod health;
mod url;

pub use health::{ProxyHealth, ProxyPolicy, ProxyUse};
pub use url::{ProxyUrl, ProxyUrlError};
