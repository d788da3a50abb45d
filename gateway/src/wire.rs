//! One exchange over a socket, within its limits.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures::StreamExt as _;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Effect, ProviderInfo, Reply};
use reqwest_middleware::ClientWithMiddleware;
use reqwest_retry::RetryError;
use url::Url;

/// Refuses a request that leads anywhere but to the provider's own origins.
pub(crate) fn check_host(info: &ProviderInfo, uri: &http::Uri) -> Result<Url, PluginError> {
    let url = Url::parse(&uri.to_string()).ok();
    match url {
        Some(url) if info.hosts.iter().any(|host| host.origin() == url.origin()) => Ok(url),
        _ => Err(PluginError::new(
            Class::Overload,
            Spent::No,
            &format!("the plugin of {} wants to send to {}, which is not one of its hosts", info.id, origin(uri)),
            &[],
        )),
    }
}

/// Scheme and authority without user information or query.
fn origin(uri: &http::Uri) -> String {
    format!("{}://{}", uri.scheme_str().unwrap_or("?"), uri.host().unwrap_or("?"))
}

/// Bounds of one exchange, after the plugin's wishes met ours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    pub timeout: Duration,
    pub reply_bytes_max: usize,
}

/// Sends the request and reads the whole reply.
pub(crate) async fn exchange(
    client: &ClientWithMiddleware,
    url: Url,
    request: http::Request<Bytes>,
    effect: Effect,
    bounds: Bounds,
) -> Result<Reply, PluginError> {
    let (parts, body) = request.into_parts();
    let send = async {
        let sent = client.request(parts.method, url).headers(parts.headers).body(body).send().await;
        let reply = sent.map_err(|error| failed(&error, effect))?;
        let (status, headers) = (reply.status(), reply.headers().clone());
        let body = read_body(reply, effect, bounds.reply_bytes_max).await?;
        Ok(Reply { status, headers, body })
    };
    match tokio::time::timeout(bounds.timeout, send).await {
        Ok(result) => result,
        // Our own limit fell. Whether the request had been handed over by then can't be told.
        Err(_) => Err(PluginError::new(Class::Timeout, unanswered(effect), "no answer within the time limit", &[])),
    }
}

/// What an unanswered request may have cost.
fn unanswered(effect: Effect) -> Spent {
    match effect {
        Effect::Free => Spent::No,
        Effect::Buys => Spent::Unknown,
    }
}

/// Reads at most `bytes_max`; the length that an upstream announces is not believed.
pub(crate) async fn read_body(
    reply: reqwest::Response,
    effect: Effect,
    bytes_max: usize,
) -> Result<Bytes, PluginError> {
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

/// A request that got no reply. Before hand-over (DNS, connect, TLS) nothing was bought.
fn failed(error: &reqwest_middleware::Error, effect: Effect) -> PluginError {
    let Some(error) = transport(error) else {
        return PluginError::new(Class::Transport, unanswered(effect), "the request could not be sent", &[]);
    };
    if error.is_connect() || error.is_builder() {
        let detail = format!("no connection: {}", root_cause(error));
        return PluginError::new(Class::Transport, Spent::No, &detail, &[]);
    }
    broken(error, effect)
}

/// A connection that broke after hand-over.
fn broken(error: &reqwest::Error, effect: Effect) -> PluginError {
    let class = if error.is_timeout() { Class::Timeout } else { Class::Transport };
    PluginError::new(class, unanswered(effect), &format!("the connection broke: {}", root_cause(error)), &[])
}

/// The innermost reason. The outer layers repeat the URL with its query, which is not for logs.
fn root_cause(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    if std::ptr::eq(std::ptr::from_ref(cause).cast::<u8>(), std::ptr::from_ref(error).cast::<u8>()) {
        return "no further reason given".to_owned();
    }
    cause.to_string()
}

/// With the retry layer on, every error arrives wrapped, and walking `source()` does not find it.
fn transport(error: &reqwest_middleware::Error) -> Option<&reqwest::Error> {
    match error {
        reqwest_middleware::Error::Reqwest(error) => Some(error),
        reqwest_middleware::Error::Middleware(any) => match any.downcast_ref::<RetryError>()? {
            RetryError::Error(inner) | RetryError::WithRetries { err: inner, .. } => transport(inner),
        },
    }
}
