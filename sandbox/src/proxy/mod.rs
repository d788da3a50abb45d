//! Proxies, played: real ones over real sockets, that keep count and fail on request.

mod dial;
mod http;
mod options;
mod report;
mod socks5;
mod tunnel;

use std::{
    fmt, io,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use tokio::{io::AsyncReadExt, net::TcpStream, sync::watch};
use tokio_rustls::TlsAcceptor;
use url::Url;

pub use options::{ProxyConduct, ProxyFault, ProxyOptions, ProxyScheme};
pub use report::ProxyReport;

use crate::{door::Door, serve::second_handle};
use options::Credentials;

/// A running proxy. Dropping it closes its port and cuts its tunnels.
///
/// Names below [`PLAYED_DOMAIN`](crate::PLAYED_DOMAIN) it finds on loopback; others it resolves as the system does.
pub struct PlayedProxy {
    door: Door,
    scheme: &'static str,
    shared: Arc<Shared>,
}

/// What its connections share.
struct Shared {
    credentials: Option<Credentials>,
    exit_ip: Option<IpAddr>,
    conduct: Mutex<ProxyConduct>,
    report: Mutex<ProxyReport>,
    /// Sent to cut every tunnel that is open.
    cut: watch::Sender<()>,
}

#[derive(Clone)]
enum Speaks {
    Http,
    Https(TlsAcceptor),
    Socks5,
}

/// A connection on its way to become a tunnel.
struct Connection {
    shared: Arc<Shared>,
    fault: Option<ProxyFault>,
    /// A second handle on the client's socket.
    socket: std::net::TcpStream,
}

impl PlayedProxy {
    /// Opens the port. Must be called within a tokio runtime.
    pub async fn start(options: ProxyOptions) -> io::Result<Self> {
        let ProxyOptions { scheme, listen, exit_ip, conduct, credentials } = options;
        let (scheme, speaks) = match &scheme {
            ProxyScheme::Http => ("http", Speaks::Http),
            ProxyScheme::Https(ca) => ("https", Speaks::Https(ca.acceptor())),
            ProxyScheme::Socks5 => ("socks5", Speaks::Socks5),
        };
        let shared = Arc::new(Shared {
            credentials,
            exit_ip,
            conduct: Mutex::new(conduct),
            report: Mutex::default(),
            cut: watch::Sender::new(()),
        });
        let for_connections = Arc::clone(&shared);
        let door = Door::open(listen, move |stream, _peer| {
            let (shared, speaks) = (Arc::clone(&for_connections), speaks.clone());
            async move {
                if let Err(error) = converse(shared, speaks, stream).await {
                    tracing::debug!(%error, "played proxy connection ended early");
                }
            }
        });
        Ok(Self { door: door.await?, scheme, shared })
    }

    pub fn addr(&self) -> SocketAddr {
        self.door.addr
    }

    /// `scheme://user:password@host:port`, percent-encoded; `socks5` where it speaks SOCKS, so that the client resolves names.
    pub fn url(&self) -> String {
        self.url_as(self.scheme)
    }

    /// The same with `socks5h` in place of `socks5`: names are resolved by the proxy, as an http proxy always does.
    pub fn resolving_url(&self) -> String {
        self.url_as(if self.scheme == "socks5" { "socks5h" } else { self.scheme })
    }

    fn url_as(&self, scheme: &str) -> String {
        let bare = format!("{scheme}://{}", self.door.addr);
        let (Some(Credentials { user, password }), Ok(mut url)) = (&self.shared.credentials, Url::parse(&bare)) else {
            return bare;
        };
        // A URL with a host takes credentials.
        let _taken = url.set_username(user).and_then(|()| url.set_password(Some(password)));
        url.as_str().trim_end_matches('/').to_owned()
    }

    /// How connections are treated that come in from now on; open tunnels go on as they were.
    pub fn set_conduct(&self, conduct: impl Into<ProxyConduct>) {
        *self.shared.conduct() = conduct.into();
    }

    pub fn conduct(&self) -> ProxyConduct {
        *self.shared.conduct()
    }

    /// Resets every tunnel that is open.
    pub fn cut_tunnels(&self) {
        self.shared.cut.send_replace(());
    }

    pub fn report(&self) -> ProxyReport {
        self.shared.report().clone()
    }

    /// Closes the port and every connection; nothing listens there any more.
    pub async fn shutdown(self) {
        self.door.close().await;
    }
}

impl fmt::Debug for PlayedProxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlayedProxy")
            .field("scheme", &self.scheme)
            .field("addr", &self.door.addr)
            .finish_non_exhaustive()
    }
}

impl Shared {
    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn conduct(&self) -> MutexGuard<'_, ProxyConduct> {
        self.conduct.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn report(&self) -> MutexGuard<'_, ProxyReport> {
        self.report.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

async fn converse(shared: Arc<Shared>, speaks: Speaks, stream: TcpStream) -> io::Result<()> {
    shared.report().connections += 1;
    let (fault, latency_ms) = {
        let mut conduct = shared.conduct();
        (conduct.meet(), conduct.latency_ms)
    };
    tokio::time::sleep(Duration::from_millis(latency_ms)).await;
    stream.set_nodelay(true)?;
    let (mut stream, socket) = second_handle(stream)?;
    match fault {
        Some(ProxyFault::ClosesAtOnce) => {
            shared.report().refusals += 1;
            return Ok(());
        }
        Some(ProxyFault::HangsInHandshake) => {
            shared.report().refusals += 1;
            // Until the client gives up.
            while stream.read(&mut [0; 1024]).await? > 0 {}
            return Ok(());
        }
        _ => {}
    }
    let connection = Connection { shared, fault, socket };
    match speaks {
        Speaks::Http => http::serve(connection, stream).await,
        Speaks::Https(tls) => http::serve(connection, tls.accept(stream).await?).await,
        Speaks::Socks5 => socks5::serve(connection, stream).await,
    }
}
