//! HTTP on sockets of our own, because a played upstream must be able to misbehave on the wire.

use std::{
    future::{Future, pending},
    io,
    net::SocketAddr,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::Duration,
};

use bytes::Bytes;
use hyper::{
    Request, Response, StatusCode,
    body::{Body, Frame, Incoming},
    header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::{TokioIo, TokioTimer};
use socket2::SockRef;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
    time::{Instant, Sleep, sleep_until},
};
use tokio_rustls::TlsAcceptor;

use crate::{
    controls::{Controls, Ticket},
    door::Door,
};

/// Bodies go out in pieces of this size, so that a connection that is no longer read holds the rest back.
const PIECE_BYTES: usize = 64 * 1024;
/// A slow body comes in this many pieces.
const SLOW_PIECES: usize = 20;
/// Time for the half that was sent to leave before the connection closes.
const HALF_BODY_LINGER: Duration = Duration::from_millis(20);

/// A played service: a request in, an answer out. Answers are given even to clients that have left.
pub(crate) trait Played: Send + Sync + 'static {
    fn answer(self: Arc<Self>, request: Request<Incoming>) -> impl Future<Output = Answer> + Send;
}

/// What a service wants to happen on the connection.
#[derive(Debug)]
pub(crate) enum Answer {
    Reply(Reply),
    /// RST in place of an answer.
    Reset,
    /// Nothing, for as long as the client waits.
    Silence(Option<Ticket>),
}

/// An HTTP reply and the manner of its sending.
#[derive(Debug)]
pub(crate) struct Reply {
    pub status: u16,
    pub content_type: &'static str,
    pub header: Option<(&'static str, String)>,
    pub body: Bytes,
    pub manner: Manner,
    /// The call to mark as delivered when the last byte is taken.
    pub call: Option<(Controls, u64)>,
    /// Dropped when the last byte is taken, or with the connection.
    pub ticket: Option<Ticket>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Manner {
    Whole,
    /// Half of the body, then the connection closes.
    Half,
    /// The body spread over this time.
    Slow(Duration),
}

impl Reply {
    pub(crate) fn json(status: u16, body: &impl serde::Serialize) -> Self {
        let body = serde_json::to_vec(body).map_or_else(|_| Bytes::from_static(b"null"), Bytes::from);
        Self {
            status,
            content_type: "application/json; charset=UTF-8",
            header: None,
            body,
            manner: Manner::Whole,
            call: None,
            ticket: None,
        }
    }

    pub(crate) fn html(status: u16, body: &'static str) -> Self {
        Self {
            status,
            content_type: "text/html; charset=UTF-8",
            header: None,
            body: Bytes::from_static(body.as_bytes()),
            manner: Manner::Whole,
            call: None,
            ticket: None,
        }
    }

    /// HTML that was made for this answer.
    pub(crate) fn page(status: u16, body: String) -> Self {
        Self { body: Bytes::from(body), ..Self::html(status, "") }
    }

    /// 303: the browser fetches that page.
    pub(crate) fn see_other(location: String) -> Self {
        Self { header: Some(("location", location)), ..Self::html(303, "") }
    }

    pub(crate) fn text(status: u16, body: String) -> Self {
        Self {
            status,
            content_type: "text/plain",
            header: None,
            body: Bytes::from(body),
            manner: Manner::Whole,
            call: None,
            ticket: None,
        }
    }

    fn into_response(self) -> Response<Pieces> {
        let length = self.body.len();
        let mut response = Response::new(Pieces::new(self.body, self.manner, self.call, self.ticket));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        if let Some((name, value)) = self.header
            && let Ok(value) = HeaderValue::try_from(value)
        {
            headers.insert(HeaderName::from_static(name), value);
        }
        response
    }
}

/// Whom the request comes from; among the request's extensions.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Opens a port where the service answers, over TLS where there is a certificate.
pub(crate) async fn open<P: Played>(listen: SocketAddr, tls: Option<TlsAcceptor>, played: Arc<P>) -> io::Result<Door> {
    Door::open(listen, move |stream, peer| {
        let (tls, played) = (tls.clone(), Arc::clone(&played));
        async move {
            if let Err(error) = converse(stream, Peer(peer), tls, played).await {
                tracing::debug!(%error, "sandbox connection ended early");
            }
        }
    })
    .await
}

type Ended = Result<(), Box<dyn std::error::Error + Send + Sync>>;

async fn converse<P: Played>(stream: TcpStream, peer: Peer, tls: Option<TlsAcceptor>, played: Arc<P>) -> Ended {
    stream.set_nodelay(true)?;
    let (stream, socket) = second_handle(stream)?;
    match tls {
        None => converse_over(stream, socket, peer, played).await,
        Some(tls) => converse_over(tls.accept(stream).await?, socket, peer, played).await,
    }
}

/// A second handle on the socket: hyper or TLS owns the first, and a reset is a property of the socket, not of the handle.
pub(crate) fn second_handle(stream: TcpStream) -> io::Result<(TcpStream, std::net::TcpStream)> {
    let stream = stream.into_std()?;
    let socket = stream.try_clone()?;
    Ok((TcpStream::from_std(stream)?, socket))
}

/// The socket ends with RST as soon as its last handle is dropped.
pub(crate) fn reset_on_drop(socket: &std::net::TcpStream) -> io::Result<()> {
    SockRef::from(socket).set_linger(Some(Duration::ZERO))
}

async fn converse_over<P: Played>(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    socket: std::net::TcpStream,
    peer: Peer,
    played: Arc<P>,
) -> Ended {
    let socket = Arc::new(socket);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer);
        let (played, socket) = (Arc::clone(&played), Arc::clone(&socket));
        async move {
            match played.answer(request).await {
                Answer::Reply(reply) => Ok(reply.into_response()),
                Answer::Silence(ticket) => {
                    let _in_flight_until_the_client_leaves = ticket;
                    pending().await
                }
                Answer::Reset => {
                    reset_on_drop(&socket)?;
                    Err(io::Error::from(io::ErrorKind::ConnectionReset))
                }
            }
        }
    });
    http1::Builder::new().timer(TokioTimer::new()).serve_connection(TokioIo::new(stream), service).await?;
    Ok(())
}

/// A body in pieces.
#[derive(Debug)]
struct Pieces {
    rest: Bytes,
    piece_bytes: usize,
    /// Stop, with an error, when this many bytes are left.
    cut_at: usize,
    gap: Duration,
    pause: Option<Pin<Box<Sleep>>>,
    call: Option<(Controls, u64)>,
    ticket: Option<Ticket>,
}

impl Pieces {
    fn new(body: Bytes, manner: Manner, call: Option<(Controls, u64)>, ticket: Option<Ticket>) -> Self {
        let (piece_bytes, cut_at, gap) = match manner {
            Manner::Whole => (PIECE_BYTES, 0, Duration::ZERO),
            Manner::Half => (PIECE_BYTES, body.len().div_ceil(2), Duration::ZERO),
            Manner::Slow(over) => (body.len().div_ceil(SLOW_PIECES).max(1), 0, over / 20),
        };
        Self { rest: body, piece_bytes, cut_at, gap, pause: None, call, ticket }
    }

    fn pause(&mut self, wait: Duration) {
        self.pause = Some(Box::pin(sleep_until(Instant::now() + wait)));
    }
}

impl Body for Pieces {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(pause) = self.pause.as_mut() {
            std::task::ready!(pause.as_mut().poll(cx));
            self.pause = None;
            if self.cut_at > 0 && self.rest.len() <= self.cut_at {
                return Poll::Ready(Some(Err(io::Error::from(io::ErrorKind::BrokenPipe))));
            }
        }
        if self.rest.is_empty() {
            return Poll::Ready(None);
        }
        let piece_bytes = self.piece_bytes.min(self.rest.len() - self.cut_at);
        let piece = self.rest.split_to(piece_bytes);
        if self.rest.is_empty() {
            // hyper asks for the last piece only when there is room for it, and need not ask again afterwards.
            if let Some((controls, call)) = self.call.take() {
                controls.deliver(call);
            }
            self.ticket = None;
        } else if self.rest.len() <= self.cut_at {
            self.pause(HALF_BODY_LINGER);
        } else if !self.gap.is_zero() {
            let gap = self.gap;
            self.pause(gap);
        }
        Poll::Ready(Some(Ok(Frame::data(piece))))
    }
}
