//! Why no connection came about through a proxy, in plain words.

use std::error::Error;
use std::iter;

/// For people; whose fault it is, is decided by trying the other way where there is one. Shows no URL and no credentials.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProxyTrouble {
    #[error("nothing answers at the proxy's address: {cause}")]
    Unreachable { cause: String },
    #[error("the proxy did not connect in time")]
    TimedOut,
    #[error("the proxy refuses the credentials")]
    Credentials,
    /// It answered, and does not connect to where we want to go.
    #[error("the proxy does not connect to there: {said}")]
    Declined { said: String },
    #[error("the proxy does not speak its protocol: {cause}")]
    Protocol { cause: String },
    /// The way stands, and what is at its end does not answer as it should.
    #[error("the proxy connects, but no secure connection came about: {cause}")]
    Beyond { cause: String },
}

impl ProxyTrouble {
    /// The client keeps no status of a refused handshake, so only the texts of its errors tell. This is the one place
    /// that reads them.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        if error.is_timeout() {
            return Self::TimedOut;
        }
        // The outermost text repeats the URL.
        let causes: Vec<String> = causes(error).map(ToString::to_string).collect();
        let innermost = || causes.last().cloned().unwrap_or_default();
        let says = |text: &str| causes.iter().any(|cause| cause.contains(text));
        let any = |texts: &[&str]| texts.iter().any(|text| says(text));
        if any(&["proxy authorization required", "credentials not accepted", "does not support user/pass"]) {
            return Self::Credentials;
        }
        if any(&["failed to create underlying connection", "tcp connect error", "dns error", "for socks proxy"]) {
            return Self::Unreachable { cause: innermost() };
        }
        if says("tunnel error: unsuccessful") {
            return Self::Declined { said: "it gave no reason that is kept".to_owned() };
        }
        if let Some(said) = causes.iter().find_map(|cause| socks_reply(cause)) {
            return Self::Declined { said: said.to_owned() };
        }
        if any(&["tunnel error", "SOCKS error"]) {
            return Self::Protocol { cause: innermost() };
        }
        Self::Beyond { cause: innermost() }
    }

    /// The proxy did its part, and who does not answer is behind it. A network that it can't reach may be its own.
    pub(crate) fn is_upstreams(&self) -> bool {
        match self {
            Self::Beyond { .. } => true,
            Self::Declined { said } => matches!(said.as_str(), "host unreachable" | "connection refused"),
            Self::Unreachable { .. } | Self::TimedOut | Self::Credentials | Self::Protocol { .. } => false,
        }
    }
}

/// The reason that a SOCKS server gives for not connecting (RFC 1928, section 6).
fn socks_reply(cause: &str) -> Option<&str> {
    const REPLIES: [&str; 8] = [
        "general server failure",
        "connection not allowed",
        "network unreachable",
        "host unreachable",
        "connection refused",
        "ttl expired",
        "command not supported",
        "address type not supported",
    ];
    let said = cause.strip_prefix("SOCKS error: ")?;
    REPLIES.contains(&said).then_some(said)
}

/// What an error came of, from the outside in, without the error itself.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    iter::successors(error.source(), |&cause| cause.source())
}

/// The innermost reason. The outer layers repeat the URL with its query, which is not for logs.
pub(crate) fn root_cause(error: &reqwest::Error) -> String {
    causes(error).last().map_or_else(|| "no further reason given".to_owned(), ToString::to_string)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use nproxy_domain::proxy::ProxyUrl;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;
    use crate::clients::Clients;
    use crate::limits::GatewayLimits;

    /// What comes of an `https` request through a proxy that answers each thing it hears with the next of these, then
    /// closes.
    async fn through(scheme: &str, answers: &'static [&'static [u8]]) -> ProxyTrouble {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let place = listener.local_addr().unwrap();
        let proxy = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            for answer in answers {
                let _heard = socket.read(&mut [0; 4096]).await.unwrap();
                socket.write_all(answer).await.unwrap();
            }
        });
        let trouble = ask(&format!("{scheme}://ada:secret@{place}")).await;
        proxy.await.unwrap();
        trouble
    }

    async fn ask(proxy: &str) -> ProxyTrouble {
        let limits = GatewayLimits { proxy_handshake_timeout: Duration::from_millis(500), ..GatewayLimits::default() };
        let client = Clients::new(&limits).unwrap().client_for(&ProxyUrl::parse(proxy).unwrap()).unwrap();
        let error = client.get("https://upstream.test/?key=secret").send().await.unwrap_err();
        assert!(error.is_connect(), "{error:?}");
        let trouble = ProxyTrouble::of(&error);
        assert!(!trouble.to_string().contains("secret"), "{trouble}");
        trouble
    }

    #[tokio::test]
    async fn what_a_connect_proxy_answers() {
        assert_eq!(
            through("http", &[b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"]).await,
            ProxyTrouble::Credentials
        );
        for refused in [&[b"HTTP/1.1 403 Forbidden\r\n\r\n" as &[u8]], &[b"HTTP/1.1 502 Bad Gateway\r\n\r\n" as &[u8]]]
        {
            assert!(matches!(through("http", refused).await, ProxyTrouble::Declined { .. }));
        }
        let closed = through("http", &[b""]).await;
        assert!(matches!(closed, ProxyTrouble::Protocol { .. }), "{closed:?}");
        let tunnel_to_nothing = through("http", &[b"HTTP/1.1 200 OK\r\n\r\n", b"not TLS"]).await;
        assert!(matches!(tunnel_to_nothing, ProxyTrouble::Beyond { .. }), "{tunnel_to_nothing:?}");
    }

    #[tokio::test]
    async fn what_a_socks_proxy_answers() {
        const WANTS_PASSWORD: &[u8] = &[5, 2];
        const WELCOME: &[u8] = &[1, 0];
        assert_eq!(through("socks5h", &[&[5, 0xff]]).await, ProxyTrouble::Credentials);
        assert_eq!(through("socks5h", &[WANTS_PASSWORD, &[1, 1]]).await, ProxyTrouble::Credentials);
        let unreachable = through("socks5h", &[WANTS_PASSWORD, WELCOME, &[5, 4, 0, 1, 0, 0, 0, 0, 0, 0]]).await;
        assert_eq!(unreachable, ProxyTrouble::Declined { said: "host unreachable".to_owned() });
        let other = through("socks5h", &[b"HTTP/1.1 400 Bad Request\r\n\r\n"]).await;
        assert!(matches!(other, ProxyTrouble::Protocol { .. }), "{other:?}");
    }

    #[tokio::test]
    async fn a_proxy_that_is_not_there_or_hangs() {
        let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        for scheme in ["http", "https", "socks5h"] {
            let nobody = ask(&format!("{scheme}://{closed}")).await;
            assert!(matches!(nobody, ProxyTrouble::Unreachable { .. }), "{scheme}: {nobody:?}");
        }
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        for scheme in ["http", "https", "socks5h"] {
            let place = silent.local_addr().unwrap();
            assert_eq!(ask(&format!("{scheme}://{place}")).await, ProxyTrouble::TimedOut, "{scheme}");
        }
    }
}
