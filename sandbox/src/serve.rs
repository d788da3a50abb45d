//! Sockets: an accept loop of our own, because a played upstream must be able to misbehave on the wire.

use std::{
    convert::Infallible,
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
    net::{TcpListener, TcpStream},
    task::{JoinHandle, JoinSet},
    time::{Instant, Sleep, sleep_until},
};

use crate::controls::{Controls, Ticket};

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

/// A listener with its accept loop. Dropping it ends the loop and every connection.
#[derive(Debug)]
pub(crate) struct Door {
    pub(crate) addr: SocketAddr,
    accepting: JoinHandle<Infallible>,
}

impl Door {
    pub(crate) async fn open<P: Played>(listen: SocketAddr, played: Arc<P>) -> io::Result<Self> {
        let listener = TcpListener::bind(listen).await?;
        let addr = listener.local_addr()?;
        Ok(Self { addr, accepting: tokio::spawn(accept(listener, played)) })
    }

    /// Closes the port and every connection, and waits until they are gone.
    pub(crate) async fn close(mut self) {
        self.accepting.abort();
        // The task was aborted, so an error is the only way it ends.
        let _aborted = (&mut self.accepting).await;
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

async fn accept<P: Played>(listener: TcpListener, played: Arc<P>) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(converse(stream, Arc::clone(&played)));
                }
                Err(error) => {
                    // Out of file descriptors, most likely: give connections the time to end.
                    tracing::warn!(%error, "sandbox cannot accept a connection");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            Some(_ended) = connections.join_next() => {}
        }
    }
}

async fn converse<P: Played>(stream: TcpStream, played: Arc<P>) {
    if let Err(error) = try_converse(stream, played).await {
        tracing::debug!(%error, "sandbox connection ended early");
    }
}

async fn try_converse<P: Played>(
    stream: TcpStream,
    played: Arc<P>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    stream.set_nodelay(true)?;
    // A second handle on the socket: hyper owns the first, and a reset is a property of the socket, not of the handle.
    let stream = stream.into_std()?;
    let handle = Arc::new(stream.try_clone()?);
    let stream = TcpStream::from_std(stream)?;
    let service = service_fn(move |request| {
        let (played, handle) = (Arc::clone(&played), Arc::clone(&handle));
        async move {
            match played.answer(request).await {
                Answer::Reply(reply) => Ok(reply.into_response()),
                Answer::Silence(ticket) => {
                    let _in_flight_until_the_client_leaves = ticket;
                    pending().await
                }
                Answer::Reset => {
                    SockRef::from(&*handle).set_linger(Some(Duration::ZERO))?;
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
