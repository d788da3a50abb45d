use std::sync::Arc;

use nproxy_app::health::HealthWatch;
use salvo::http::header::{CONTENT_TYPE, HeaderValue};
use salvo::{Depot, FlowCtrl, Handler, Request, Response, async_trait};

use super::Exposition;

/// Of Prometheus's text format.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// What this process counted, and what the database says.
pub struct Metrics {
    pub watch: Arc<HealthWatch>,
    pub exposition: Exposition,
}

#[async_trait]
impl Handler for Metrics {
    async fn handle(&self, _: &mut Request, _: &mut Depot, res: &mut Response, _: &mut FlowCtrl) {
        let report = self.watch.look().await;
        let seen = self.watch.pool().await.ok();
        res.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(TEXT));
        res.body((self.exposition)(seen.as_deref(), &report));
    }
}
