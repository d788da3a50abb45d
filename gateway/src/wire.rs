//! One exchange over a socket, within its limits.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use futures::future::BoxFuture;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Effect, Reply};
use reqwest_retry::RetryError;
use tokio::time::Instant;
use url::Url;

use crate::chain::Party;
use crate::clients::{ClientSet, Purpose};
use crate::trouble::root_cause;

/// Refuses a request that leads anywhere but to the party's own origins.
pub(crate) fn check_host(with: &Party<'_>, uri: &http::Uri) -> Result<Url, PluginError> {
    let url = Url::parse(&uri.to_string()).ok();
    match url {
        Some(url) if with.hosts.iter().any(|host| host.origin() == url.origin()) => Ok(url),
        _ => Err(PluginError::new(
            Class::Overload,
            Spent::No,
            &format!("the plugin of {} wants to send to {}, which is not one of its hosts", with.id, origin(uri)),
            &[],
        )),
    }
}

/// Scheme and authority without user information or query.
fn origin(uri: &http::Uri) -> String {
    format!("{}://{}", uri.scheme_str().unwrap_or("?"), uri.host().unwrap_or("?"))
}

/// A request whose address was checked. It can be sent again by another way: its body is shared.
#[derive(Clone)]
pub(crate) struct Call {
    pub purpose: Purpose,
    pub url: Url,
    pub request: http::Request<Bytes>,
}

/// Bounds of one exchange, after the plugin's wishes met ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub timeout: Duration,
    /// The attempt ends by then.
    pub until: Instant,
    pub reply_bytes_max: usize,
}

impl Bounds {
    fn time(&self) -> Duration {
        self.timeout.min(self.until.saturating_duration_since(Instant::now())).max(Duration::from_millis(1))
    }
}

/// Why there is no reply.
pub(crate) enum Lost {
    /// DNS, connect, TLS or a proxy: nothing was handed over.
    Unconnected(reqwest::Error),
    Broken(PluginError),
}

/// Sends the request and reads the whole reply. On the heap: it is at the bottom of everything that is awaited here.
pub(crate) fn exchange(clients: &ClientSet, call: Call, bounds: Bounds) -> BoxFuture<'_, Result<Reply, Lost>> {
    Box::pin(exchange_now(clients, call, bounds))
}

async fn exchange_now(clients: &ClientSet, call: Call, bounds: Bounds) -> Result<Reply, Lost> {
    let Call { purpose, url, request } = call;
    let (effect, client) = (purpose.effect(), clients.of(purpose));
    let (parts, body) = request.into_parts();
    let send = async {
        let sent = client.request(parts.method, url).headers(parts.headers).body(body).send().await;
        let reply = sent.map_err(|error| failed(error, effect))?;
        let (status, headers) = (reply.status(), reply.headers().clone());
        let body = read_body(reply, effect, bounds.reply_bytes_max).await.map_err(Lost::Broken)?;
        Ok(Reply { status, headers, body })
    };
    // When our own limit falls, whether the request had been handed over by then can't be told.
    let late = || PluginError::new(Class::Timeout, unanswered(effect), "no answer within the time limit", &[]);
    tokio::time::timeout(bounds.time(), send).await.unwrap_or_else(|_| Err(Lost::Broken(late())))
}

/// What an unanswered request may have cost.
fn unanswered(effect: Effect) -> Spent {
    match effect {
        Effect::Free => Spent::No,
        Effect::Buys => Spent::Unknown,
    }
}

/// Reads at most `bytes_max`; the length that an upstream announces is not believed.
async fn read_body(reply: reqwest::Response, effect: Effect, bytes_max: usize) -> Result<Bytes, PluginError> {
    let mut stream = reply.bytes_stream();
    let mut body = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| broken(&error, effect))?;
        if body.len() + chunk.len() > bytes_max {
            let detail = format!("the reply is larger than {bytes_max} bytes");
            // It answered, so it charged; and the key has no part in how large a picture is.
            let spent = if effect == Effect::Buys { Spent::Yes } else { Spent::No };
            return Err(PluginError::new(Class::NoImage, spent, &detail, &[]));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

/// A request that got no reply.
fn failed(error: reqwest_middleware::Error, effect: Effect) -> Lost {
    let plain = |spent, detail: &str| Lost::Broken(PluginError::new(Class::Transport, spent, detail, &[]));
    match transport(error) {
        None => plain(unanswered(effect), "the request could not be sent"),
        Some(error) if error.is_connect() => Lost::Unconnected(error),
        Some(error) if error.is_builder() => plain(Spent::No, &format!("no request: {}", root_cause(&error))),
        Some(error) => Lost::Broken(broken(&error, effect)),
    }
}

/// A connection that broke after hand-over.
fn broken(error: &reqwest::Error, effect: Effect) -> PluginError {
    let class = if error.is_timeout() { Class::Timeout } else { Class::Transport };
    PluginError::new(class, unanswered(effect), &format!("the connection broke: {}", root_cause(error)), &[])
}

/// With the retry layer on, every error arrives wrapped, and walking `source()` does not find it.
fn transport(error: reqwest_middleware::Error) -> Option<reqwest::Error> {
    match error {
        reqwest_middleware::Error::Reqwest(error) => Some(error),
        reqwest_middleware::Error::Middleware(any) => match any.downcast::<RetryError>().ok()? {
            RetryError::Error(inner) | RetryError::WithRetries { err: inner, .. } => transport(inner),
        },
    }
}
