//! Drives a plugin's chain of exchanges to its end.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Effect, Exchange, Next, ProviderInfo};
use tokio::time::Instant;
use url::Url;

use crate::clients::Purpose;
use crate::limits::GatewayLimits;
use crate::way::Way;
use crate::wire::{self, Bounds, Call};

/// Who a chain talks to and how long it may take.
pub(crate) struct Chain<'a, 'w> {
    pub way: &'a mut Way<'w>,
    pub limits: &'a GatewayLimits,
    pub with: Party<'a>,
    /// The whole chain ends by then.
    pub until: Instant,
}

/// Somebody outside whom a plugin speaks for.
pub(crate) struct Party<'a> {
    pub id: &'a str,
    /// The origins that its requests may go to.
    pub hosts: &'a [Url],
    /// Cut out of everything that is said of the calls.
    pub secrets: Vec<&'a str>,
}

impl<'a> Party<'a> {
    pub fn provider(info: &'a ProviderInfo, key: &'a ApiKey) -> Self {
        Self { id: &info.id.0, hosts: &info.hosts, secrets: key.secrets() }
    }
}

impl Chain<'_, '_> {
    /// Sends until the plugin is done, at most [`Next::EXCHANGES_MAX`] times.
    pub(crate) async fn drive<T: Send + 'static>(&mut self, first: Next<T>) -> Result<T, PluginError> {
        let mut next = first;
        let mut bought = false;
        for _ in 0..Next::<T>::EXCHANGES_MAX {
            match next {
                Next::Done(value) => return Ok(value),
                Next::Send(exchange) => {
                    let before = bought;
                    bought |= exchange.effect == Effect::Buys;
                    next = self.step(*exchange).await.map_err(|error| self.redacted(&of_the_chain(error, before)))?;
                }
            }
        }
        match next {
            Next::Done(value) => Ok(value),
            Next::Send(_) => Err(fault("the plugin's chain does not end", bought)),
        }
    }

    async fn step<T: Send + 'static>(&mut self, exchange: Exchange<T>) -> Result<Next<T>, PluginError> {
        let Exchange { request, effect, limits, read } = exchange;
        let url = wire::check_host(&self.with, request.uri())?;
        let bounds = Bounds {
            timeout: limits.timeout.min(self.limits.attempt_timeout),
            until: self.until,
            reply_bytes_max: limits.reply_bytes_max.min(self.limits.reply_bytes_max),
        };
        let purpose = match effect {
            Effect::Free => Purpose::Ask,
            Effect::Buys => Purpose::Buy,
        };
        let reply = self.way.exchange(Call { purpose, url, request }, bounds).await?;
        // A reply can hold 30 MB of base64, and a plugin may be wrong about it in any way.
        match tokio::task::spawn_blocking(move || read(reply)).await {
            Ok(result) => result,
            Err(_) => Err(fault("the plugin panicked over a reply", effect == Effect::Buys)),
        }
    }

    /// The last net under the plugins' own redaction.
    fn redacted(&self, error: &PluginError) -> PluginError {
        let secrets = [self.with.secrets.clone(), self.way.secrets()].concat();
        let plain = |text: &str| nproxy_domain::redact::plain(text, &secrets);
        PluginError { detail: plain(&error.detail), said: error.said.as_deref().map(plain), ..error.clone() }
    }
}

/// Where something was bought, a later exchange that cost nothing doesn't make it free.
fn of_the_chain(error: PluginError, bought: bool) -> PluginError {
    let spent = if bought && error.spent == Spent::No { Spent::Unknown } else { error.spent };
    PluginError { spent, ..error }
}

/// A plugin's own mistake; what it bought by then was answered.
fn fault(detail: &str, bought: bool) -> PluginError {
    PluginError::new(Class::Overload, if bought { Spent::Yes } else { Spent::No }, detail, &[])
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use bytes::Bytes;
    use nproxy_domain::provider::Limits;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::clients::Clients;
    use crate::metrics::Phase;

    /// A request to `url`; a reply leads to the `then`.
    fn exchange(url: &Url, effect: Effect, then: Next<()>) -> Next<()> {
        let request = http::Request::post(url.as_str()).body(Bytes::new()).unwrap();
        let limits = Limits { reply_bytes_max: 1024, timeout: Duration::from_secs(5) };
        Next::Send(Box::new(Exchange { request, effect, limits, read: Box::new(|_| Ok(then)) }))
    }

    async fn spent_when_the_second_fails(first: Effect) -> Spent {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = Url::parse(&format!("http://{}/", listener.local_addr().unwrap())).unwrap();
        // Answers once and is gone.
        let answers = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            drop(listener);
            let _request = socket.read(&mut [0; 4096]).await.unwrap();
            socket.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n").await.unwrap();
        });
        let limits = GatewayLimits { free_tries_max: 1, ..GatewayLimits::default() };
        let clients = Clients::new(&limits).unwrap();
        let mut chain = Chain {
            way: &mut Way::new(&clients, None, Phase::BeforeHandover),
            limits: &limits,
            with: Party { id: "p", hosts: std::slice::from_ref(&url), secrets: vec!["key"] },
            until: Instant::now() + Duration::from_secs(10),
        };
        let second = exchange(&url, Effect::Free, Next::Done(()));
        let error = chain.drive(exchange(&url, first, second)).await.unwrap_err();
        answers.await.unwrap();
        error.spent
    }

    #[tokio::test]
    async fn what_was_bought_is_not_free_because_a_later_exchange_is() {
        assert_eq!(spent_when_the_second_fails(Effect::Free).await, Spent::No);
        assert_eq!(spent_when_the_second_fails(Effect::Buys).await, Spent::Unknown);
    }
}
