//! A port with its accept loop.

use std::{convert::Infallible, future::Future, io, net::SocketAddr, time::Duration};

use tokio::{
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
};

/// A listener with its accept loop. Dropping it ends the loop and every connection.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) addr: SocketAddr,
    accepting: JoinHandle<Infallible>,
}

impl Door {
    /// Each connection is handed to `converse`, with the address it comes from.
    pub(crate) async fn open<F>(
        listen: SocketAddr,
        converse: impl Fn(TcpStream, SocketAddr) -> F + Send + 'static,
    ) -> io::Result<Self>
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let listener = TcpListener::bind(listen).await?;
        let addr = listener.local_addr()?;
        Ok(Self { addr, accepting: tokio::spawn(accept(listener, converse)) })
    }

    /// Closes the port and every connection, and waits until they are gone.
    pub(crate) async fn close(mut self) {
        self.accepting.abort();
        // The task was aborted, so an error is the only way it ends.
        let _aborted = (&mut self.accepting).await;
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept<F>(listener: TcpListener, converse: impl Fn(TcpStream, SocketAddr) -> F) -> Infallible
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(converse(stream, peer));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: give connections the time to end.
                    tracing::warn!(%error, "sandbox cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_ended) = connections.join_next() => {}
        }
    }
}
