//! An http proxy: CONNECT (RFC 9110, 9.3.6), and requests in absolute form for plain http (RFC 9112, 3.2.2).

use std::{fmt::Write as _, io, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, BufReader};
use url::Url;

use super::{Connection, ProxyFault, dial::Target};

const HEAD_BYTES_MAX: usize = 64 * 1024;
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// Headers that are for the proxy, or that end with this connection.
const HOP_BY_HOP: [&str; 5] = ["proxy-authorization", "proxy-connection", "connection", "keep-alive", "te"];

/// Request line and headers.
struct Head {
    method: String,
    target: String,
    headers: Vec<(String, String)>,
}

/// One connection serves one request: whatever comes after it goes to the same target, unread.
pub(super) async fn serve(connection: Connection, stream: impl AsyncRead + AsyncWrite + Unpin) -> io::Result<()> {
    let mut stream = BufReader::new(stream);
    let Some(head) = read_head(&mut stream).await? else { return refuse(&connection, &mut stream, 400).await };
    if let Some(status) = refusal(&connection, &head) {
        return refuse(&connection, &mut stream, status).await;
    }
    let connects = head.method == "CONNECT";
    let (target, url) = match (Target::parse(&head.target).filter(|_| connects), plain_url(&head.target)) {
        (Some(target), _) => (target, None),
        (None, Some((target, url))) if !connects => (target, Some(url)),
        _ => return refuse(&connection, &mut stream, 400).await,
    };
    let server = match target.dial(connection.shared.exit_ip).await {
        Ok(server) => server,
        Err(error) => {
            let status = if error.kind() == io::ErrorKind::TimedOut { 504 } else { 502 };
            return refuse(&connection, &mut stream, status).await;
        }
    };
    match url {
        None => {
            connection.opened(&target, |report| report.tunnels += 1);
            stream.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n").await?;
            stream.flush().await?;
            connection.splice(tokio::io::split(stream), server).await
        }
        Some(url) => {
            connection.opened(&target, |report| report.forwards += 1);
            let head = head.passed_on(&url);
            let (reads, writes) = tokio::io::split(stream);
            connection.splice((head.as_bytes().chain(reads), writes), server).await
        }
    }
}

/// `None`: not a head, or too long a one.
async fn read_head(stream: &mut BufReader<impl AsyncRead + Unpin>) -> io::Result<Option<Head>> {
    let mut bytes = Vec::new();
    let mut head = stream.take(HEAD_BYTES_MAX as u64);
    while !bytes.ends_with(b"\r\n\r\n") {
        if head.read_until(b'\n', &mut bytes).await? == 0 {
            return if bytes.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(None) };
        }
    }
    let text = String::from_utf8_lossy(&bytes);
    let mut lines = text.lines();
    let mut words = lines.next().unwrap_or_default().split(' ');
    let (Some(method), Some(target), Some("HTTP/1.1" | "HTTP/1.0")) = (words.next(), words.next(), words.next()) else {
        return Ok(None);
    };
    let (method, target) = (method.to_owned(), target.to_owned());
    let header = |line: &str| line.split_once(':').map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    Ok(Some(Head { method, target, headers: lines.filter_map(header).collect() }))
}

/// Target and URL of a request in absolute form.
fn plain_url(target: &str) -> Option<(Target, Url)> {
    let url = Url::parse(target).ok().filter(|url| url.scheme() == "http")?;
    let host = url.host_str()?.trim_start_matches('[').trim_end_matches(']').to_owned();
    Some((Target { host, port: url.port_or_known_default()? }, url))
}

impl Head {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// In origin form. The server is told to close, so that its answer ends with the connection.
    fn passed_on(&self, url: &Url) -> String {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let mut head = format!("{} {path} HTTP/1.1\r\n", self.method);
        for (name, value) in &self.headers {
            if !HOP_BY_HOP.iter().any(|hop| name.eq_ignore_ascii_case(hop)) {
                // Writing to a String cannot fail.
                let _written = write!(head, "{name}: {value}\r\n");
            }
        }
        head.push_str("connection: close\r\nvia: 1.1 played\r\n\r\n");
        head
    }
}

/// The status of a refusal, by fault or by credentials.
fn refusal(connection: &Connection, head: &Head) -> Option<u16> {
    let known = connection.shared.credentials.as_ref().is_none_or(|known| {
        let basic = BASE64_STANDARD.encode(format!("{}:{}", known.user, known.password));
        let given = head.header("proxy-authorization").and_then(|value| value.split_once(' '));
        given.is_some_and(|(scheme, given)| scheme.eq_ignore_ascii_case("basic") && given.trim() == basic)
    });
    match connection.fault {
        Some(ProxyFault::AuthRefused) => Some(407),
        _ if !known => Some(407),
        Some(ProxyFault::Forbidden) => Some(403),
        Some(ProxyFault::BadGateway | ProxyFault::SocksReply { .. }) => Some(502),
        Some(ProxyFault::HostUnreachable) => Some(503),
        Some(ProxyFault::GatewayTimeout) => Some(504),
        _ => None,
    }
}

async fn refuse(
    connection: &Connection,
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    status: u16,
) -> io::Result<()> {
    connection.shared.report().refusals += 1;
    let (reason, header) = match status {
        400 => ("Bad Request", ""),
        403 => ("Forbidden", ""),
        407 => ("Proxy Authentication Required", "proxy-authenticate: Basic realm=\"played\"\r\n"),
        503 => ("Service Unavailable", ""),
        504 => ("Gateway Timeout", ""),
        _ => ("Bad Gateway", ""),
    };
    let body = format!("<html><head><title>{status} {reason}</title></head><body><h1>{reason}</h1></body></html>\n");
    let head = format!(
        "HTTP/1.1 {status} {reason}\r\n{header}content-type: text/html\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(format!("{head}{body}").as_bytes()).await?;
    stream.shutdown().await?;
    // A body that is still on its way would be answered with RST, and the client would never read why.
    let drained = tokio::time::timeout(DRAIN_TIMEOUT, tokio::io::copy(stream, &mut tokio::io::sink())).await;
    drained.map_or(Ok(()), |drained| drained.map(|_| ()))
}
