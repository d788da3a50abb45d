//! The one place where HTTP clients are made.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use nproxy_domain::keys::ThroughProxy;
use nproxy_domain::provider::Effect;
use nproxy_domain::proxy::ProxyUrl;
use reqwest::redirect::Policy;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware};
use reqwest_retry::policies::ExponentialBackoff;
use reqwest_retry::{
    DefaultRetryableStrategy, RetryTransientMiddleware, Retryable, RetryableStrategy, default_on_request_success,
};
use rustls::ClientConfig;
use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls_platform_verifier::BuilderVerifierExt as _;
use tokio::time::Instant;

use crate::download::PublicAddresses;
use crate::limits::GatewayLimits;
use crate::proxied::Proxied;
use crate::traced::Traced;

/// TLS sessions that one client may take up again.
const TLS_SESSIONS_MAX: usize = 64;

#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    #[error("no HTTP client: {0}")]
    Http(#[from] reqwest::Error),
    #[error("no HTTP client: {0}")]
    Tls(#[from] rustls::Error),
}

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// May cost money: sent once.
    Buy,
    /// Costs nothing: tried again.
    Ask,
    /// A finished picture: carries no key.
    Download,
}

impl Purpose {
    pub fn effect(self) -> Effect {
        match self {
            Self::Buy => Effect::Buys,
            Self::Ask | Self::Download => Effect::Free,
        }
    }
}

/// The clients for one way out of this machine. They share their connections.
#[derive(Clone, Debug)]
pub(crate) struct ClientSet {
    buys: ClientWithMiddleware,
    free: ClientWithMiddleware,
    downloads: ClientWithMiddleware,
}

impl ClientSet {
    pub fn of(&self, purpose: Purpose) -> &ClientWithMiddleware {
        match purpose {
            Purpose::Buy => &self.buys,
            Purpose::Ask => &self.free,
            Purpose::Download => &self.downloads,
        }
    }
}

/// Every way out: the direct one, and the proxies that were used of late.
#[derive(Clone, Debug)]
pub struct Clients {
    limits: GatewayLimits,
    /// The roots of this machine, read once: a client that shares them costs next to nothing to build.
    tls: ClientConfig,
    direct: ClientSet,
    proxied: Arc<Mutex<Proxied>>,
}

impl Clients {
    pub fn new(limits: &GatewayLimits) -> Result<Self, ClientError> {
        // A second call answers that one is installed already, which is what is wanted.
        let _ = ring::default_provider().install_default();
        let tls = ClientConfig::builder().with_platform_verifier()?.with_no_client_auth();
        let asks = bare(&tls, limits.connect_timeout).no_proxy().build()?;
        // Their addresses come from outside: only public ones are resolved to.
        let downloads = bare(&tls, limits.connect_timeout)
            .no_proxy()
            .https_only(true)
            .dns_resolver(Arc::new(PublicAddresses))
            .build()?;
        let direct = ClientSet {
            buys: ClientBuilder::new(asks.clone()).with(Traced).build(),
            free: ClientBuilder::new(asks).with(again(limits, DefaultRetryableStrategy)).with(Traced).build(),
            downloads: ClientBuilder::new(downloads).with(again(limits, DefaultRetryableStrategy)).with(Traced).build(),
        };
        Ok(Self { limits: *limits, tls, direct, proxied: Arc::default() })
    }

    pub(crate) fn limits(&self) -> &GatewayLimits {
        &self.limits
    }

    pub(crate) fn direct(&self) -> &ClientSet {
        &self.direct
    }

    /// The clients that go through this proxy, and never around it.
    pub(crate) fn through(&self, proxy: &ThroughProxy) -> Result<ClientSet, ClientError> {
        let mut proxied = self.proxied.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        if let Some(set) = proxied.get(proxy, now) {
            return Ok(set);
        }
        let set = self.set_for(&proxy.url)?;
        proxied.put(proxy, set.clone(), now);
        Ok(set)
    }

    /// A client that goes out directly and that nobody keeps.
    pub(crate) fn direct_client(&self) -> Result<reqwest::Client, ClientError> {
        Ok(bare(&self.tls, self.limits.connect_timeout).no_proxy().build()?)
    }

    /// A client that goes through this proxy and that nobody keeps.
    pub(crate) fn client_for(&self, proxy: &ProxyUrl) -> Result<reqwest::Client, ClientError> {
        let whole = reqwest::Proxy::all(proxy.expose())?;
        Ok(bare(&self.tls, self.limits.proxy_handshake_timeout).proxy(whole).build()?)
    }

    /// One client for all purposes: it is the proxy that resolves where downloads lie.
    fn set_for(&self, proxy: &ProxyUrl) -> Result<ClientSet, ClientError> {
        let client = self.client_for(proxy)?;
        let buys = ClientBuilder::new(client.clone()).with(Traced).build();
        let free = ClientBuilder::new(client).with(again(&self.limits, NotTheWay)).with(Traced).build();
        Ok(ClientSet { buys, free: free.clone(), downloads: free })
    }
}

/// A client with nothing inherited: no redirect, rustls with ring. Whoever builds it says which proxy, or that there is none:
/// otherwise the environment would.
#[expect(clippy::disallowed_methods, reason = "this is the client factory")]
fn bare(tls: &ClientConfig, connect_timeout: Duration) -> reqwest::ClientBuilder {
    let mut tls = tls.clone();
    tls.alpn_protocols = vec!["h2".into(), "http/1.1".into()];
    // A session begun on one way and taken up on another would tell the upstream that both are ours.
    tls.resumption = Resumption::in_memory_sessions(TLS_SESSIONS_MAX);
    reqwest::Client::builder()
        .tls_backend_preconfigured(tls)
        .redirect(Policy::none())
        .connect_timeout(connect_timeout)
        .user_agent(concat!("nproxy/", env!("CARGO_PKG_VERSION")))
}

fn again<S: RetryableStrategy + Send + Sync + 'static>(
    limits: &GatewayLimits,
    strategy: S,
) -> RetryTransientMiddleware<ExponentialBackoff, S> {
    let backoff = ExponentialBackoff::builder()
        .retry_bounds(Duration::from_millis(200), Duration::from_secs(2))
        .build_with_max_retries(limits.free_tries_max.saturating_sub(1));
    RetryTransientMiddleware::new_with_policy_and_strategy(backoff, strategy)
}

/// A proxy that fails is paid for once: the other way is tried, not the same again.
struct NotTheWay;

impl RetryableStrategy for NotTheWay {
    fn handle(&self, result: &Result<reqwest::Response, reqwest_middleware::Error>) -> Option<Retryable> {
        match result {
            Ok(reply) => default_on_request_success(reply),
            Err(error) if error.is_connect() => Some(Retryable::Fatal),
            Err(_) => DefaultRetryableStrategy.handle(result),
        }
    }
}
