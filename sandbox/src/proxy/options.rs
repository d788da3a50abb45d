//! What a proxy is started with, and how it behaves.

use std::{
    fmt,
    net::{IpAddr, Ipv4Addr, SocketAddr},
};

use crate::tls::PlayedCa;

/// What a proxy speaks with its clients.
#[derive(Debug, Clone)]
pub enum ProxyScheme {
    /// CONNECT, and absolute-form requests for plain http.
    Http,
    /// The same over TLS, with a certificate of this authority.
    Https(PlayedCa),
    /// SOCKS5 (RFC 1928): clients may send addresses (`socks5`) or names (`socks5h`).
    Socks5,
}

/// One way to fail. Where http and SOCKS say it differently, both are named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyFault {
    /// The connection is taken and closed at once.
    ClosesAtOnce,
    /// The connection is taken, and nothing is ever answered.
    HangsInHandshake,
    /// 407; status 1 to user and password, or no acceptable method where none are asked for.
    AuthRefused,
    /// 403; reply 2, not allowed by the rules.
    Forbidden,
    /// 502; reply 1, general failure.
    BadGateway,
    /// 503; reply 4, host unreachable.
    HostUnreachable,
    /// 504; reply 6, TTL expired.
    GatewayTimeout,
    /// This reply code; 502.
    SocksReply { code: u8 },
    /// The tunnel is reset when the client has sent this much through it (TLS included).
    CutsUploadAfter { bytes: u64 },
    /// The tunnel is reset when the client was sent this much through it (TLS included).
    CutsDownloadAfter { bytes: u64 },
}

/// How a proxy behaves towards connections that come in from now on. The default is healthy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ProxyConduct {
    pub fault: Option<ProxyFault>,
    /// The fault ends by itself after it was met by this many connections; absent: never.
    pub next_connections: Option<u32>,
    /// Wait before a connection is talked to.
    pub latency_ms: u64,
}

impl From<ProxyFault> for ProxyConduct {
    /// This fault on every connection, until changed.
    fn from(fault: ProxyFault) -> Self {
        Self { fault: Some(fault), ..Self::default() }
    }
}

impl ProxyConduct {
    /// Decides for one connection. A fault that is met counts down.
    pub(super) fn meet(&mut self) -> Option<ProxyFault> {
        if self.next_connections == Some(0) {
            return None;
        }
        let fault = self.fault?;
        self.next_connections = self.next_connections.map(|left| left - 1);
        Some(fault)
    }
}

/// User and password. `Debug` tells neither.
#[derive(Clone)]
pub(super) struct Credentials {
    pub(super) user: String,
    pub(super) password: String,
}

/// Everything a played proxy needs to know before it opens its port.
#[derive(Clone)]
pub struct ProxyOptions {
    pub scheme: ProxyScheme,
    /// Port 0 takes any free port.
    pub listen: SocketAddr,
    /// Where connections go out from, which is whom the other side sees; absent: the system chooses. Any address in
    /// 127.0.0.0/8 will do on Linux.
    pub exit_ip: Option<IpAddr>,
    pub conduct: ProxyConduct,
    pub(super) credentials: Option<Credentials>,
}

impl ProxyOptions {
    fn new(scheme: ProxyScheme) -> Self {
        let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self { scheme, listen, exit_ip: None, conduct: ProxyConduct::default(), credentials: None }
    }

    pub fn http() -> Self {
        Self::new(ProxyScheme::Http)
    }

    pub fn https(ca: &PlayedCa) -> Self {
        Self::new(ProxyScheme::Https(ca.clone()))
    }

    pub fn socks5() -> Self {
        Self::new(ProxyScheme::Socks5)
    }

    /// Nobody comes through without them: Basic for http, RFC 1929 for SOCKS, where neither may be longer than 255 bytes.
    pub fn with_credentials(self, user: impl Into<String>, password: impl Into<String>) -> Self {
        Self { credentials: Some(Credentials { user: user.into(), password: password.into() }), ..self }
    }

    pub fn exit_from(self, ip: impl Into<IpAddr>) -> Self {
        Self { exit_ip: Some(ip.into()), ..self }
    }

    pub fn listening_on(self, listen: SocketAddr) -> Self {
        Self { listen, ..self }
    }

    pub fn behaving(self, conduct: impl Into<ProxyConduct>) -> Self {
        Self { conduct: conduct.into(), ..self }
    }
}

impl fmt::Debug for ProxyOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProxyOptions")
            .field("scheme", &self.scheme)
            .field("listen", &self.listen)
            .field("exit_ip", &self.exit_ip)
            .field("conduct", &self.conduct)
            .field("credentials", &self.credentials.is_some())
            .finish()
    }
}
