//! From a target to a connection.

use std::{
    io,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    time::Duration,
};

use tokio::{
    net::{TcpSocket, TcpStream, lookup_host},
    time::timeout,
};

use crate::tls::PLAYED_DOMAIN;

const DIAL_TIMEOUT: Duration = Duration::from_secs(10);

/// Where a client wants to go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// A name, or an address without brackets.
    pub(super) host: String,
    pub(super) port: u16,
}

impl Target {
    /// From `host:port`.
    pub(super) fn parse(authority: &str) -> Option<Self> {
        let (host, port) = authority.rsplit_once(':')?;
        let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
        Some(Self { host: host.to_owned(), port: port.parse().ok()? }).filter(|target| !target.host.is_empty())
    }

    /// Connects from `exit_ip`, where there is one.
    pub(super) async fn dial(&self, exit_ip: Option<IpAddr>) -> io::Result<TcpStream> {
        let addresses = self.resolve().await?;
        let mut last = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for address in addresses {
            match timeout(DIAL_TIMEOUT, connect(address, exit_ip)).await {
                Ok(Ok(stream)) => return Ok(stream),
                Ok(Err(error)) => last = error,
                Err(_) => last = io::Error::from(io::ErrorKind::TimedOut),
            }
        }
        Err(last)
    }

    async fn resolve(&self) -> io::Result<Vec<SocketAddr>> {
        let (host, port) = (self.host.trim_end_matches('.'), self.port);
        if host.strip_suffix(PLAYED_DOMAIN).is_some_and(|rest| rest.is_empty() || rest.ends_with('.')) {
            return Ok(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))]);
        }
        Ok(lookup_host((host, port)).await?.collect())
    }
}

impl std::fmt::Display for Target {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { host, port } = self;
        if host.contains(':') { write!(f, "[{host}]:{port}") } else { write!(f, "{host}:{port}") }
    }
}

async fn connect(address: SocketAddr, exit_ip: Option<IpAddr>) -> io::Result<TcpStream> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4()? } else { TcpSocket::new_v6()? };
    if let Some(ip) = exit_ip {
        // Ports of connections that ended a moment ago are as good as others.
        socket.set_reuseaddr(true)?;
        socket.bind(SocketAddr::from((ip, 0)))?;
    }
    socket.connect(address).await
}
