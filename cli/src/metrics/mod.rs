//! Metrics for Prometheus on the internal door: what this process counted, and what the database says.
//!
//! Whoever knows a number emits it through the `metrics` facade; without a recorder, which stands only where there is
//! an internal door, that does nothing. What there is, stands in [`names::METRICS`].

mod gauges;
mod names;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use metrics::counter;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use nproxy_app::App;
use nproxy_gateway::metrics::{AMBIGUOUS_LOSSES, ESTIMATED_SPEND, FAILOVERS, PROXY_FAILURES};
use nproxy_server::InternalDoor;
use tokio_util::task::AbortOnDropHandle;

/// Samples of histograms are put into their buckets so often, whether anybody scrapes or not.
const UPKEEP_EVERY: Duration = Duration::from_secs(5);

/// The internal door, open as long as this lives.
#[derive(Debug)]
pub struct Internal {
    address: SocketAddr,
    _door: AbortOnDropHandle<()>,
    _upkeep: AbortOnDropHandle<()>,
}

impl Internal {
    pub fn metrics_url(&self) -> String {
        format!("http://{}/metrics", self.address)
    }
}

/// Opens the door at `listen`, before anything that is to be counted happens.
pub async fn open(app: &App, listen: SocketAddr) -> anyhow::Result<Internal> {
    let counted = record(app)?;
    let page = counted.clone();
    let exposition = Arc::new(move |state: Option<&_>, report: &_| page.render() + &gauges::page(state, report));
    let door = InternalDoor::bind(app.clone(), listen, exposition).await.with_context(|| {
        "set internal.listen to another address (NPROXY__INTERNAL__LISTEN): every process of one machine needs its own"
    })?;
    let address = door.address();
    let serve = async {
        if let Err(error) = door.run().await {
            tracing::error!(%error, "the internal door is closed");
        }
    };
    Ok(Internal {
        address,
        _door: AbortOnDropHandle::new(tokio::spawn(serve)),
        _upkeep: AbortOnDropHandle::new(tokio::spawn(upkeep(counted))),
    })
}

/// The door of `web` and `worker`, where the configuration names an address.
pub async fn open_at(app: &App, listen: Option<SocketAddr>) -> anyhow::Result<Option<Internal>> {
    match listen {
        Some(listen) => open(app, listen).await.map(Some),
        None => Ok(None),
    }
}

/// From now on everything is counted. What may stay away for long is there from the start with 0, so that its first
/// occurrence is seen as a rise.
fn record(app: &App) -> anyhow::Result<PrometheusHandle> {
    let recorder = names::with_buckets(PrometheusBuilder::new())?.install_recorder()?;
    names::describe();
    counter!(PROXY_FAILURES).absolute(0);
    for route in app.catalog.models().iter().flat_map(|model| &model.routes) {
        for name in [AMBIGUOUS_LOSSES, FAILOVERS, ESTIMATED_SPEND] {
            counter!(name, "provider" => route.provider.0.clone()).absolute(0);
        }
    }
    Ok(recorder)
}

async fn upkeep(counted: PrometheusHandle) {
    let mut ticks = tokio::time::interval(UPKEEP_EVERY);
    loop {
        ticks.tick().await;
        counted.run_upkeep();
    }
}
