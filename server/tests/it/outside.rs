//! What keys and proxies meet outside: an upstream that knows keys, and a proxy with an echo service behind it.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// A key with this in it is not known to the upstream.
pub const REVOKED: &str = "revoked";
/// What a proxy's test asks.
pub const ECHO: &str = "http://echo.example/";

/// Says to whoever asks whether it knows the key in `x-key`.
pub async fn upstream() -> SocketAddr {
    serve(|asked| if asked.contains(REVOKED) { (401, "") } else { (200, "") }).await
}

/// A forward proxy that answers by itself, as the echo service of its network would.
pub async fn proxy_that_comes_out_at(exit: &'static str) -> SocketAddr {
    serve(move |asked| if asked.starts_with(&format!("GET {ECHO}")) { (200, exit) } else { (400, "") }).await
}

async fn serve(answer: impl Fn(&str) -> (u16, &'static str) + Copy + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let at = listener.local_addr().expect("it listens");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut head = Vec::new();
                while !head.windows(4).any(|end| end == b"\r\n\r\n") {
                    if stream.read_buf(&mut head).await.unwrap_or(0) == 0 {
                        return;
                    }
                }
                let (status, body) = answer(&String::from_utf8_lossy(&head));
                let reply = format!(
                    "HTTP/1.1 {status} x\r\ncontent-type: text/plain\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
                    body.len()
                );
                // Whoever has gone away needs no answer.
                drop(stream.write_all(reply.as_bytes()).await);
            });
        }
    });
    at
}
