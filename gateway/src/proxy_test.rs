//! Where a proxy comes out, and how long the way is.

use std::net::IpAddr;
use std::time::Duration;

use futures::StreamExt as _;
use http::StatusCode;
use nproxy_domain::proxy::ProxyUrl;
use nproxy_domain::redact;
use tokio::time::Instant;
use url::Url;

use crate::clients::ClientError;
use crate::run::Gateway;
use crate::trouble::{ProxyTrouble, root_cause};

/// An address is shorter; of anything longer so much is enough to see what it is.
const ECHO_BYTES_MAX: usize = 256;

/// After the handshake, the echo address has this long.
const ECHO_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProxyTest {
    /// What the upstreams see.
    pub exit_address: IpAddr,
    /// From the first connection to the last byte of the answer.
    pub latency: Duration,
}

/// Why a proxy did not pass. The texts are for people and show no credentials.
#[derive(Debug, thiserror::Error)]
pub enum ProxyTestError {
    #[error(transparent)]
    Proxy(#[from] ProxyTrouble),
    #[error("the proxy connects, but the echo address did not answer within {after_ms} ms")]
    EchoTimedOut { after_ms: u64 },
    #[error("the connection through the proxy broke: {cause}")]
    EchoBroken { cause: String },
    #[error("the echo address answered {status}")]
    EchoStatus { status: u16 },
    #[error("the echo address answered what is no address: {answered}")]
    NotAnAddress { answered: String },
    #[error(transparent)]
    Client(#[from] ClientError),
}

impl Gateway {
    /// Asks `echo`, which answers its caller's address in plain text, through the proxy and never around it.
    pub async fn test_proxy(&self, proxy: &ProxyUrl, echo: &Url) -> Result<ProxyTest, ProxyTestError> {
        let client = self.clients.client_for(proxy)?;
        let within = self.limits.proxy_handshake_timeout + ECHO_TIMEOUT;
        let started = Instant::now();
        let Ok(answered) = tokio::time::timeout(within, ask(&client, echo)).await else {
            let after_ms = u64::try_from(within.as_millis()).unwrap_or(u64::MAX);
            return Err(ProxyTestError::EchoTimedOut { after_ms });
        };
        let (answered, latency) = (answered?, started.elapsed());
        let text = String::from_utf8_lossy(&answered);
        match text.trim().parse() {
            Ok(exit_address) => Ok(ProxyTest { exit_address, latency }),
            Err(_) => Err(ProxyTestError::NotAnAddress { answered: redact::plain(&text, &proxy.secrets()) }),
        }
    }
}

async fn ask(client: &reqwest::Client, echo: &Url) -> Result<Vec<u8>, ProxyTestError> {
    let broken = |error: &reqwest::Error| ProxyTestError::EchoBroken { cause: root_cause(error) };
    let reply = match client.get(echo.clone()).send().await {
        Ok(reply) => reply,
        Err(error) if error.is_connect() => return Err(ProxyTrouble::of(&error).into()),
        Err(error) => return Err(broken(&error)),
    };
    match reply.status() {
        // A plain `http` request is answered by the proxy itself.
        StatusCode::PROXY_AUTHENTICATION_REQUIRED => return Err(ProxyTrouble::Credentials.into()),
        status if !status.is_success() => return Err(ProxyTestError::EchoStatus { status: status.as_u16() }),
        _ => {}
    }
    let mut answered = Vec::new();
    let mut stream = reply.bytes_stream();
    while let Some(chunk) = stream.next().await {
        answered.extend_from_slice(&chunk.map_err(|error| broken(&error))?);
        if answered.len() >= ECHO_BYTES_MAX {
            answered.truncate(ECHO_BYTES_MAX);
            break;
        }
    }
    Ok(answered)
}
