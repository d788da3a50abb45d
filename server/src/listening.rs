//! The listening socket, closed as soon as the server stops.

use std::future::pending;
use std::io;

use salvo::conn::tcp::TcpAcceptor;
use salvo::conn::{Accepted, Acceptor, Holding};
use salvo::fuse::ArcFusePolicy;
use tokio_util::sync::CancellationToken;

/// A socket that is closed when the server stops. salvo keeps its own open until the last request has finished:
/// meanwhile the system would take connections that nobody answers, where a refusal sends them elsewhere at once.
pub struct Listening {
    socket: Option<TcpAcceptor>,
    holdings: Vec<Holding>,
    stopping: CancellationToken,
    closed: CancellationToken,
}

impl Listening {
    /// `closed` is cancelled once the socket is.
    pub fn new(socket: TcpAcceptor, stopping: CancellationToken, closed: CancellationToken) -> Self {
        Self { holdings: socket.holdings().to_vec(), socket: Some(socket), stopping, closed }
    }
}

impl Acceptor for Listening {
    type Coupler = <TcpAcceptor as Acceptor>::Coupler;
    type Stream = <TcpAcceptor as Acceptor>::Stream;

    fn holdings(&self) -> &[Holding] {
        &self.holdings
    }

    async fn accept(&mut self, policy: Option<ArcFusePolicy>) -> io::Result<Accepted<Self::Coupler, Self::Stream>> {
        if let Some(socket) = &mut self.socket {
            tokio::select! {
                accepted = socket.accept(policy) => return accepted,
                () = self.stopping.cancelled() => {}
            }
        }
        self.socket = None;
        self.closed.cancel();
        pending().await
    }
}
