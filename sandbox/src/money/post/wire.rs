//! One POST over a connection of its own.

use std::{fmt, pin::pin, time::Duration};

use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper::{
    Request,
    client::conn::http1,
    header::{CONTENT_TYPE, HOST, USER_AGENT},
};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use url::Url;

use super::letter::{Answered, Letter};

/// More of an answer is nobody's business here.
const ANSWER_BYTES_MAX: usize = 1024;
/// A shop that has not answered by then has not answered.
const ANSWER_WAIT: Duration = Duration::from_secs(10);

/// Why there was no answer.
#[derive(Debug)]
pub(super) enum Unanswered {
    BadUrl,
    NoConnection,
    Broken,
    TooSlow,
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::BadUrl => "not an address that begins with http://",
            Self::NoConnection => "no connection",
            Self::Broken => "the connection broke before an answer",
            Self::TooSlow => "no answer within ten seconds",
        })
    }
}

pub(super) async fn send(letter: &Letter) -> Result<Answered, Unanswered> {
    tokio::time::timeout(ANSWER_WAIT, exchange(letter)).await.unwrap_or(Err(Unanswered::TooSlow))
}

async fn exchange(letter: &Letter) -> Result<Answered, Unanswered> {
    let url = Url::parse(&letter.url).ok().filter(|url| url.scheme() == "http").ok_or(Unanswered::BadUrl)?;
    let host = url.host_str().ok_or(Unanswered::BadUrl)?;
    let port = url.port_or_known_default().ok_or(Unanswered::BadUrl)?;
    let target = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let authority = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let request = Request::post(target)
        .header(HOST, authority)
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, letter.processor.label());
    let request = match &letter.signature {
        Some((name, value)) => request.header(*name, value),
        None => request,
    };
    let request = request.body(Full::new(Bytes::from(letter.body.clone()))).map_err(|_| Unanswered::BadUrl)?;
    let stream =
        TcpStream::connect((host.trim_matches(['[', ']']), port)).await.map_err(|_| Unanswered::NoConnection)?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|_| Unanswered::Broken)?;
    let mut answer = pin!(async {
        let answer = sender.send_request(request).await.map_err(|_| Unanswered::Broken)?;
        let status = answer.status().as_u16();
        let words = Limited::new(answer.into_body(), ANSWER_BYTES_MAX).collect().await;
        Ok::<_, Unanswered>(Answered {
            status,
            words: words.map(http_body_util::Collected::to_bytes).unwrap_or_default(),
        })
    });
    // The connection is driven beside the request, and dropped with it.
    tokio::select! {
        answer = &mut answer => answer,
        // It may have ended with the answer in hand.
        _ended = connection => answer.await,
    }
}
