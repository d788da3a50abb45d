//! Where a server will listen, for whoever has to know it before.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

/// Somewhere to listen that can be told to others before anybody does.
///
/// On a loopback address that no other test's process uses: connections start from 127.0.0.1, where one of the many that
/// are open meanwhile may take any port.
pub fn free_address() -> SocketAddr {
    let host = Ipv4Addr::from_bits(Ipv4Addr::LOCALHOST.to_bits() + std::process::id());
    TcpListener::bind((host, 0)).and_then(|listener| listener.local_addr()).unwrap()
}
