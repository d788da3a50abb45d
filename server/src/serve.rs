//! Serving, and going without breaking off what is under way.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use nproxy_app::App;
use salvo::catcher::Catcher;
use salvo::{Router, Service};
use tokio_util::sync::CancellationToken;

use crate::connections::Connections;
use crate::listening::Listening;
use crate::problem::ProblemCatcher;
use crate::settings::ServerSettings;
use crate::socket::BoundSocket;
use crate::spa::Spa;
use crate::web::Web;
use crate::{docs, hoops, routes};

/// How long the closing of the socket may take.
const CLOSE_MAX: Duration = Duration::from_millis(500);

/// A web door; nothing is answered until [`Server::run`].
#[derive(Debug)]
pub struct Server {
    web: Web,
    socket: BoundSocket,
}

#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("can't listen on {address}: {error}")]
    Listen { address: SocketAddr, error: io::Error },
    #[error("the web server ended: {0}")]
    Ended(io::Error),
}

impl Server {
    pub fn new(socket: BoundSocket, app: App, settings: ServerSettings) -> Self {
        Self { web: Web::new(app, settings), socket }
    }

    /// Where it listens, also when any free port was asked for.
    pub fn address(&self) -> SocketAddr {
        self.socket.address()
    }

    /// Serves until `shutdown`; then it stops being ready, after `drain` stops listening, ends the long polls, and
    /// lets requests in flight finish for at most `stop`.
    pub async fn run(self, shutdown: CancellationToken) -> Result<(), ServeError> {
        let Self { web, socket } = self;
        let closed = CancellationToken::new();
        let listening = Listening::new(socket.acceptor, web.stopping.clone(), closed.clone());
        let server = salvo::Server::new(listening)
            .fuse_policy(Connections::new(web.stopping.clone()))
            .max_connections(web.settings.connections_max);
        let handle = server.handle();
        let leaving = async {
            shutdown.cancelled().await;
            web.draining.cancel();
            tokio::time::sleep(web.settings.drain).await;
            web.stopping.cancel();
            // With all connections taken nobody looks at the socket.
            let _ = tokio::time::timeout(CLOSE_MAX, closed.cancelled()).await;
            handle.stop_graceful(web.settings.stop);
            std::future::pending::<Infallible>().await
        };
        tokio::select! {
            ended = server.try_serve(service(&web)) => ended.map_err(ServeError::Ended),
            never = leaving => match never {},
        }
    }
}

/// The API, its documentation, and what is no part of it.
pub fn router() -> Router {
    Router::new().push(routes::operations().router).push(routes::apart()).push(docs::router())
}

/// Routes, front end and hoops as one.
fn service(web: &Web) -> Service {
    hoops::on(Service::new(router()), web).hoop(Spa::new(web)).catcher(Catcher::new(ProblemCatcher))
}
