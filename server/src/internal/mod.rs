//! The internal door: what monitoring asks, on an address of its own that the public never reaches.
//!
//! | path | answer |
//! |---|---|
//! | `/healthz` | 200: the process lives |
//! | `/health` | how the product is doing, as JSON ([`health`]); 503 while its database is away or outdated |
//! | `/metrics` | the same and more for Prometheus; always 200, also without a database |
//!
//! It knows no sign-in and tells no secret and nothing of customers. **Invariant:** the public door has none of these
//! paths but `/healthz`.

mod health;
mod metrics;

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;

use nproxy_app::App;
use nproxy_app::health::{HealthWatch, Report};
use nproxy_app::pool_state::PoolState;
use salvo::catcher::Catcher;
use salvo::prelude::CatchPanic;
use salvo::{Router, Service};
use tokio_util::sync::CancellationToken;

use crate::connections::Connections;
use crate::endpoint::mount;
use crate::problem::ProblemCatcher;
use crate::routes::healthz;
use crate::serve::ServeError;
use crate::socket::BoundSocket;

/// Monitoring needs few.
const CONNECTIONS_MAX: usize = 32;

/// Writes the page of metrics; `None`: the database can't be seen.
pub type Exposition = Arc<dyn Fn(Option<&PoolState>, &Report) -> String + Send + Sync>;

/// An internal door that listens; nothing is answered until [`InternalDoor::run`].
pub struct InternalDoor {
    socket: BoundSocket,
    watch: Arc<HealthWatch>,
    exposition: Exposition,
}

impl fmt::Debug for InternalDoor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InternalDoor").field("address", &self.address()).finish_non_exhaustive()
    }
}

impl InternalDoor {
    /// Port 0 takes a free one; [`InternalDoor::address`] tells which.
    pub async fn bind(app: App, listen: SocketAddr, exposition: Exposition) -> Result<Self, ServeError> {
        let socket = BoundSocket::bind(listen).await?;
        Ok(Self { socket, watch: Arc::new(HealthWatch::new(app)), exposition })
    }

    pub fn address(&self) -> SocketAddr {
        self.socket.address()
    }

    /// Serves until it is dropped: as long as the process does anything, it can be watched.
    pub async fn run(self) -> Result<(), ServeError> {
        let Self { socket, watch, exposition } = self;
        let router = Router::new()
            .push(Router::with_path("healthz").get(mount!(healthz)))
            .push(Router::with_path("health").get(health::Health(watch.clone())))
            .push(Router::with_path("metrics").get(metrics::Metrics { watch, exposition }));
        let service = Service::new(router).hoop(CatchPanic::new()).catcher(Catcher::new(ProblemCatcher));
        let server = salvo::Server::new(socket.acceptor)
            .fuse_policy(Connections::new(CancellationToken::new()))
            .max_connections(CONNECTIONS_MAX);
        server.try_serve(service).await.map_err(ServeError::Ended)
    }
}
