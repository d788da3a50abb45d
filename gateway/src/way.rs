//! The way that an attempt's requests go out: through the key's proxy first, and around it where that is allowed.
//!
//! **Invariant:** a request that was handed over is never sent again by another way.

use std::time::Duration;

use http::StatusCode;
use nproxy_domain::Env;
use nproxy_domain::keys::{KeyRing, ProxySeen, ThroughProxy};
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Effect, Reply};
use tokio::time::Instant;

use crate::clients::Clients;
use crate::metrics::{self, Phase};
use crate::trouble::{ProxyTrouble, root_cause};
use crate::wire::{self, Bounds, Call, Lost};

pub(crate) struct Way<'a> {
    clients: &'a Clients,
    through: Option<Through<'a>>,
    /// The proxy was left for good.
    around: bool,
    /// The proxy answered what a probe wanted to know.
    worked: bool,
    /// Something that buys was handed over, or may have been.
    bought: bool,
    /// Time on the wire so far.
    pub upstream: Duration,
    pub phase: Phase,
}

/// The proxy to go through, and who is told what is seen of it.
#[derive(Clone, Copy)]
pub(crate) struct Through<'a> {
    pub proxy: &'a ThroughProxy,
    pub ring: &'a dyn KeyRing,
    pub env: &'a Env,
}

impl<'a> Way<'a> {
    pub fn new(clients: &'a Clients, through: Option<Through<'a>>, phase: Phase) -> Self {
        Self { clients, through, around: false, worked: false, bought: false, upstream: Duration::ZERO, phase }
    }

    /// What must not appear in anything said of this way.
    pub fn secrets(&self) -> Vec<&'a str> {
        self.through.map(|through| through.proxy.url.secrets()).unwrap_or_default()
    }

    /// Sends the request: through the proxy, and directly when that fails before hand-over.
    pub async fn exchange(&mut self, call: Call, bounds: Bounds) -> Result<Reply, PluginError> {
        let buys = call.purpose.effect() == Effect::Buys;
        let started = Instant::now();
        let result = match self.now() {
            Some(through) => self.through(through, call, bounds).await,
            None => self.directly(call, bounds).await.map_err(Lost::plain),
        };
        self.upstream += started.elapsed();
        let stayed_here = result.as_ref().is_err_and(|error| error.spent == Spent::No);
        if buys && !stayed_here {
            self.bought = true;
            self.phase = Phase::AfterHandover;
        }
        result
    }

    /// Whether the whole is to be tried again, directly: the region is refused where the proxy comes out. What was bought
    /// by another run may be asked for by any way, whatever is known of its cost.
    pub async fn goes_around(&mut self, error: &PluginError) -> bool {
        let Some(through) = self.now().filter(|_| error.class == Class::RegionBlocked) else { return false };
        through.failed(&format!("the region is refused where the proxy comes out: {}", error.detail)).await;
        self.around = !through.proxy.only && (error.spent == Spent::No || !self.bought);
        self.around
    }

    fn now(&self) -> Option<Through<'a>> {
        self.through.filter(|_| !self.around)
    }

    async fn through(&mut self, through: Through<'a>, call: Call, bounds: Bounds) -> Result<Reply, PluginError> {
        let proxy = through.proxy;
        let asked = Instant::now();
        let trouble = match self.clients.through(proxy) {
            Err(error) => Trouble::of_the_proxy(&error),
            Ok(clients) => match wire::exchange(&clients, call.clone(), bounds).await {
                // Of a plain `http` request the proxy sees all, and answers itself.
                Ok(reply) if is_proxys_own(&reply, &call) => Trouble::of_the_proxy(&ProxyTrouble::Credentials),
                Ok(reply) => {
                    self.works(through).await;
                    return Ok(reply);
                }
                Err(Lost::Broken(error)) => {
                    // After longer than a handshake may take, the way stands.
                    let handshake = self.clients.limits().proxy_handshake_timeout;
                    if error.class != Class::Timeout || asked.elapsed() > handshake {
                        self.works(through).await;
                    }
                    return Err(error);
                }
                Err(Lost::Unconnected(error)) => {
                    let trouble = ProxyTrouble::of(&error);
                    Trouble { is_upstreams: trouble.is_upstreams(), said: trouble.to_string() }
                }
            },
        };
        if proxy.only {
            // A probe has to be answered, whoever is to blame.
            if proxy.probe || !trouble.is_upstreams {
                through.failed(&trouble.said).await;
            }
            let class = if trouble.is_upstreams { Class::Transport } else { Class::ProxyTransport };
            let detail = format!("{}: {}", proxy.url, trouble.said);
            return Err(PluginError::new(class, Spent::No, &detail, &self.secrets()));
        }
        self.around = true;
        let result = self.directly(call, bounds).await;
        // Where neither way leads there, it is not the proxy; but a probe has to be answered.
        if proxy.probe || !matches!(result, Err(Lost::Unconnected(_))) {
            through.failed(&trouble.said).await;
        }
        result.map_err(Lost::plain)
    }

    async fn directly(&self, call: Call, bounds: Bounds) -> Result<Reply, Lost> {
        wire::exchange(self.clients.direct(), call, bounds).await
    }

    /// Something came back through it, or got lost beyond it.
    async fn works(&mut self, through: Through<'a>) {
        if through.proxy.probe && !self.worked {
            self.worked = true;
            through.tell(ProxySeen::Works).await;
        }
    }
}

/// Why nothing came through.
struct Trouble {
    /// As far as can be told without another way to try.
    is_upstreams: bool,
    said: String,
}

impl Trouble {
    fn of_the_proxy(trouble: &impl ToString) -> Self {
        Self { is_upstreams: false, said: trouble.to_string() }
    }
}

impl Through<'_> {
    async fn failed(self, trouble: &str) {
        let detail = nproxy_domain::redact::plain(trouble, &self.proxy.url.secrets());
        tracing::info!(proxy = %self.proxy.id, place = self.proxy.url.place(), detail, "a proxy failed");
        metrics::proxy_failed();
        self.tell(ProxySeen::Failed { detail }).await;
    }

    /// Whether this can be remembered doesn't decide what becomes of the picture.
    async fn tell(self, seen: ProxySeen) {
        if let Err(error) = self.ring.proxy_seen(self.env, self.proxy, &seen).await {
            tracing::warn!(proxy = %self.proxy.id, %error, "what was seen of a proxy could not be remembered");
        }
    }
}

fn is_proxys_own(reply: &Reply, call: &Call) -> bool {
    reply.status == StatusCode::PROXY_AUTHENTICATION_REQUIRED && call.url.scheme() == "http"
}

impl Lost {
    /// In an attempt's terms, where no proxy is involved.
    fn plain(self) -> PluginError {
        match self {
            Self::Broken(error) => error,
            Self::Unconnected(error) => {
                let detail = format!("no connection: {}", root_cause(&error));
                PluginError::new(Class::Transport, Spent::No, &detail, &[])
            }
        }
    }
}
