//! The one place where HTTP clients are made.

use std::time::{Duration, Instant};

use http::Extensions;
use reqwest::redirect::Policy;
use reqwest::{Request, Response};
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Middleware, Next};
use reqwest_retry::RetryTransientMiddleware;
use reqwest_retry::policies::ExponentialBackoff;
use rustls::crypto::ring;

use crate::download::PublicAddresses;
use crate::limits::GatewayLimits;

#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct ClientError(#[from] reqwest::Error);

/// Clients for one way out of this machine. They share their connections.
#[derive(Clone, Debug)]
pub struct Clients {
    /// For what may cost money: sent once.
    pub(crate) buys: ClientWithMiddleware,
    /// For what costs nothing: tried again.
    pub(crate) free: ClientWithMiddleware,
    /// For finished pictures: carries no key and resolves to public addresses only.
    pub(crate) downloads: ClientWithMiddleware,
}

impl Clients {
    /// Builds the clients. Building loads the platform's root certificates, so this is done once, not per request.
    pub fn new(limits: &GatewayLimits) -> Result<Self, ClientError> {
        let direct = Self::bare(limits.connect_timeout).build()?;
        let downloads = Self::bare(limits.connect_timeout)
            .https_only(true)
            .dns_resolver(std::sync::Arc::new(PublicAddresses))
            .build()?;
        let again = RetryTransientMiddleware::new_with_policy(
            ExponentialBackoff::builder()
                .retry_bounds(Duration::from_millis(200), Duration::from_secs(2))
                .build_with_max_retries(limits.free_tries_max.saturating_sub(1)),
        );
        Ok(Self {
            buys: ClientBuilder::new(direct.clone()).with(Traced).build(),
            free: ClientBuilder::new(direct).with(again).with(Traced).build(),
            downloads: ClientBuilder::new(downloads).with(Traced).build(),
        })
    }

    /// A client with nothing inherited: no proxy of the environment, no redirect, rustls with ring.
    #[expect(clippy::disallowed_methods, reason = "this is the client factory")]
    fn bare(connect_timeout: Duration) -> reqwest::ClientBuilder {
        // A second call answers that one is installed already, which is what is wanted.
        let _ = ring::default_provider().install_default();
        reqwest::Client::builder()
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(connect_timeout)
            .user_agent(concat!("nproxy/", env!("CARGO_PKG_VERSION")))
    }
}

/// One line per call to an upstream: never the query, a header or a body.
struct Traced;

#[async_trait::async_trait]
impl Middleware for Traced {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Extensions,
        next: Next<'_>,
    ) -> reqwest_middleware::Result<Response> {
        let method = request.method().clone();
        let host = request.url().host_str().unwrap_or_default().to_owned();
        let path = request.url().path().to_owned();
        let started = Instant::now();
        let result = next.run(request, extensions).await;
        let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
        match &result {
            Ok(reply) => tracing::debug!(%method, host, path, status = reply.status().as_u16(), ms, "upstream call"),
            Err(error) => {
                let connect = error.is_connect();
                tracing::debug!(%method, host, path, ms, connect, "upstream call failed");
            }
        }
        result
    }
}
