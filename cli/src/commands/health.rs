//! `nproxy health`: asks the web process of this configuration, for supervisors and containers.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, bail};
use nproxy_config::Config;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::out::Out;
use crate::sources;

const TIMEOUT: Duration = Duration::from_secs(5);
const REPLY_BYTES_MAX: u64 = 64 * 1024;

pub async fn run(file: Option<&Path>, out: Out) -> anyhow::Result<()> {
    let config = Config::load(&sources::of_process(file))?;
    let address = reachable(config.server.listen);
    let status = tokio::time::timeout(TIMEOUT, ask(address)).await.unwrap_or_else(|_| bail!("no answer in time"));
    let status =
        status.with_context(|| format!("the web process at {address} can't be asked; is `nproxy web` running?"))?;
    if status != 200 {
        bail!("the web process at {address} is not ready (status {status}); its log says why");
    }
    out.say(&json!({ "ready": true, "address": address }), || format!("{address} is ready"));
    Ok(())
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

/// The status of `GET /readyz`. One request to ourselves is not worth an HTTP client.
async fn ask(address: SocketAddr) -> anyhow::Result<u16> {
    let mut stream = TcpStream::connect(address).await?;
    let request = format!("GET /readyz HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut reply = String::new();
    stream.take(REPLY_BYTES_MAX).read_to_string(&mut reply).await?;
    let status = reply.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.context("the answer is not HTTP")
}
