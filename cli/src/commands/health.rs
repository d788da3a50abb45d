//! `nproxy health`: asks the web process of this configuration, for supervisors and containers; with `--internal`, any
//! process at its internal door; with `--all`, looks at every part of the product.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use nproxy_app::health::{HealthWatch, Report, Verdict};
use nproxy_config::Config;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::args::Health;
use crate::failure::{InPart, Told, Usage};
use crate::out::Out;
use crate::sources;
use crate::table::{Cell, table, text};

const TIMEOUT: Duration = Duration::from_secs(5);
const READYZ: &str = "/readyz";
const READY: u16 = 200;
const REPLY_BYTES_MAX: u64 = 64 * 1024;

pub async fn run(asked: &Health, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let config = Config::load(&sources::of_process(file))?;
    if asked.internal {
        let listen = config
            .internal
            .listen
            .ok_or_else(|| Usage("there is no internal door to ask: set internal.listen".to_owned()))?;
        return lives(reachable(listen), out).await;
    }
    let address = reachable(config.server.listen);
    if asked.all || out.json { all(address, file, out).await } else { ready(address, out).await }
}

async fn lives(address: SocketAddr, out: Out) -> anyhow::Result<()> {
    let status = status_of(address, "/healthz").await;
    let status = status.with_context(|| format!("no process answers at {address}; is it running?"))?;
    if status != READY {
        bail!("the process at {address} is not well (status {status}); its log says why");
    }
    out.say(&json!({ "lives": true, "address": address }), || format!("{address} answers"));
    Ok(())
}

async fn ready(address: SocketAddr, out: Out) -> anyhow::Result<()> {
    let status = status_of(address, READYZ).await;
    let status =
        status.with_context(|| format!("the web process at {address} can't be asked; is `nproxy web` running?"))?;
    if status != READY {
        bail!("the web process at {address} is not ready (status {status}); its log says why");
    }
    out.say(&json!({ "ready": true, "address": address }), || format!("{address} is ready"));
    Ok(())
}

/// Looks at every part from here, whether or not the web process answers.
async fn all(address: SocketAddr, file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let app = super::app(file).await?;
    let is_ready = status_of(address, READYZ).await.is_ok_and(|status| status == READY);
    let report = HealthWatch::new(app).look().await;
    let Report { status, at, version, components } = &*report;
    let answer = json!({
        "ready": is_ready, "address": address, "status": status, "at": at, "version": version, "components": components,
    });
    out.say(&answer, || {
        let rows: Vec<_> = components
            .iter()
            .map(|part| {
                let state = Cell::state(part.state.as_str(), part.state.as_str());
                [state, Cell::from(&part.label), Cell::from(&part.value)]
            })
            .collect();
        let web = if is_ready { "is ready" } else { "does not answer" };
        let table = table([text("STATE"), text("PART"), text("VALUE")], rows);
        format!("{table}\n{}: nproxy {version}; the web process at {address} {web}", status.as_str())
    });
    match status {
        _ if !is_ready => Err(Told("the web process is not ready".to_owned()).into()),
        Verdict::Down => Err(Told("nothing works".to_owned()).into()),
        Verdict::Degraded => Err(InPart("not everything is well".to_owned()).into()),
        Verdict::Ok => Ok(()),
    }
}

async fn status_of(address: SocketAddr, path: &str) -> anyhow::Result<u16> {
    tokio::time::timeout(TIMEOUT, ask(address, path)).await.unwrap_or_else(|_| bail!("no answer in time"))
}

/// A process that listens on all addresses is asked on the loopback one.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(ip) if ip.is_unspecified() => IpAddr::V6(Ipv6Addr::LOCALHOST),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

/// The status of a `GET`. One request to ourselves is not worth an HTTP client.
async fn ask(address: SocketAddr, path: &str) -> anyhow::Result<u16> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut reply = String::new();
    stream.take(REPLY_BYTES_MAX).read_to_string(&mut reply).await?;
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.context("the answer is not HTTP")
}
