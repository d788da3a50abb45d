//! What came through a proxy.

use std::collections::BTreeMap;

/// Counts since the start of the proxy.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProxyReport {
    pub connections: u64,
    /// Tunnels opened: by CONNECT, or by SOCKS.
    pub tunnels: u64,
    /// Plain http requests passed on.
    pub forwards: u64,
    /// Connections that came to nothing: by fault, by wrong credentials, or because the target was not to be had.
    pub refusals: u64,
    /// Tunnels and passed on requests that are open now.
    pub open: u64,
    /// Tunnels and passed on requests that were reset on purpose.
    pub cut: u64,
    /// From clients, in tunnels and passed on requests.
    pub bytes_up: u64,
    /// To clients.
    pub bytes_down: u64,
    /// Tunnels and passed on requests by target, `host:port` as the client named it: a name that the client has resolved
    /// shows as an address.
    pub targets: BTreeMap<String, u64>,
}
