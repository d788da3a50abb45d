//! A socket that listens before there is anything to be served.

use std::net::SocketAddr;

use salvo::conn::tcp::TcpAcceptor;
use tokio::net::TcpListener;

use crate::serve::ServeError;

/// A bound socket: connections queue up in the system until a door takes it. Its address is known before the product
/// is put together, which has to know its own one.
#[derive(Debug)]
pub struct BoundSocket {
    pub(crate) acceptor: TcpAcceptor,
    address: SocketAddr,
}

impl BoundSocket {
    /// Port 0 takes a free one; [`BoundSocket::address`] tells which.
    pub async fn bind(listen: SocketAddr) -> Result<Self, ServeError> {
        let failed = |error| ServeError::Listen { address: listen, error };
        let listener = TcpListener::bind(listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        let acceptor = TcpAcceptor::try_from(listener).map_err(failed)?;
        Ok(Self { acceptor, address })
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}
