//! Fetches an input picture from where its link leads, over plain http: the played world has no other.

use std::{pin::pin, time::Duration};

use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use http_body_util::{BodyExt, Empty, Limited};
use hyper::{Request, client::conn::http1, header::HOST};
use hyper_util::rt::TokioIo;
use image::DynamicImage;
use tokio::net::TcpStream;
use url::Url;

use crate::gemini::request::decode;

const ANSWER_WAIT: Duration = Duration::from_secs(10);
/// As documented.
const PICTURE_BYTES_MAX: usize = 10 * 1024 * 1024;

/// `None`: it is not to be had, too large, or no picture.
pub(super) async fn picture(link: &str) -> Option<DynamicImage> {
    let bytes = tokio::time::timeout(ANSWER_WAIT, bytes(link)).await.ok()??;
    let decoding = tokio::task::spawn_blocking(move || decode(&BASE64_STANDARD.encode(&bytes)));
    decoding.await.ok()?
}

async fn bytes(link: &str) -> Option<Bytes> {
    let url = Url::parse(link).ok().filter(|url| url.scheme() == "http")?;
    let (host, port) = (url.host_str()?, url.port_or_known_default()?);
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let request = Request::get(target).header(HOST, authority).body(Empty::<Bytes>::new()).ok()?;
    let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await.ok()?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.ok()?;
    let answer = async {
        let answer = sender.send_request(request).await.ok().filter(|answer| answer.status().is_success())?;
        Some(Limited::new(answer.into_body(), PICTURE_BYTES_MAX).collect().await.ok()?.to_bytes())
    };
    let mut answer = pin!(answer);
    // The connection is driven beside the request, and dropped with it.
    tokio::select! {
        answer = &mut answer => answer,
        // It may have ended with the answer in hand.
        _ended = connection => answer.await,
    }
}
