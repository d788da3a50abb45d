//! How long a connection may be silent, and how the server takes leave of it.

use std::time::Duration;

use salvo::async_trait;
use salvo::conn::ConnCtrl;
use salvo::fuse::{ArcConnObserver, ConnObserver, FuseAction, FuseConfig, FuseInfo, FusePolicy};
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

/// Longer than the longest long poll, which is silent all the time, and than the proxy in front keeps a connection: who
/// closes first must be the one that sends next.
const IDLE_MAX: Duration = Duration::from_secs(90);
const BODY_GAP_MAX: Duration = Duration::from_secs(30);
const WRITE_STALL_MAX: Duration = Duration::from_mins(1);

/// The policy of every connection.
pub struct Connections {
    limits: FuseConfig,
    stopping: CancellationToken,
}

impl Connections {
    pub fn new(stopping: CancellationToken) -> Self {
        let limits = FuseConfig::default()
            .with_connection_idle_timeout(IDLE_MAX)
            // hyper's clock for a head begins with the end of the request before it: it is the one that ends idle connections.
            .with_http1_header_timeout(IDLE_MAX)
            .with_request_body_timeout(BODY_GAP_MAX)
            .with_write_stall_timeout(WRITE_STALL_MAX);
        Self { limits, stopping }
    }
}

#[async_trait]
impl FusePolicy for Connections {
    async fn decide(&self, _: &FuseInfo) -> FuseAction {
        FuseAction::Accept(self.limits)
    }

    /// A connection that a browser opened ahead of use and never used does not hear of the server's stop by itself,
    /// and would hold it for as long as its first request may take.
    fn observe(&self, _: &FuseInfo, ctrl: &ConnCtrl) -> Option<ArcConnObserver> {
        let (stopping, ctrl) = (self.stopping.clone(), ctrl.clone());
        let leave = tokio::spawn(async move {
            stopping.cancelled().await;
            ctrl.graceful_shutdown();
        });
        Some(std::sync::Arc::new(Watched { _leave: AbortOnDropHandle::new(leave) }))
    }
}

/// Lives as long as its connection.
struct Watched {
    _leave: AbortOnDropHandle<()>,
}

impl ConnObserver for Watched {}
