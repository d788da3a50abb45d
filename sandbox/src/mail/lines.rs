//! The wire: lines that end with CR LF, each bounded.

use std::{io, mem, time::Duration};

use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader, empty},
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;

use super::inbox::Inbox;

/// Of RFC 5321, 4.5.3.2.7.
const PATIENCE: Duration = Duration::from_mins(5);

/// What was read.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Without its end.
    Good(Vec<u8>),
    TooLong,
    /// It ends with LF alone, or has a CR within.
    Bare,
}

/// Plain or encrypted.
trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

pub(super) struct Wire {
    stream: BufReader<Box<dyn Stream>>,
    inbox: Inbox,
}

impl Wire {
    pub(super) fn new(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, inbox: Inbox) -> Self {
        Self { stream: BufReader::new(Box::new(stream)), inbox }
    }

    /// Goes on in TLS.
    pub(super) async fn encrypt(&mut self, tls: &TlsAcceptor) -> io::Result<()> {
        if !self.stream.buffer().is_empty() {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "words in the clear behind STARTTLS"));
        }
        let plain = mem::replace(&mut self.stream, BufReader::new(Box::new(empty()))).into_inner();
        self.stream = BufReader::new(Box::new(tls.accept(plain).await?));
        Ok(())
    }

    /// `bytes_max` with the end.
    pub(super) async fn line(&mut self, bytes_max: usize) -> io::Result<Line> {
        let line = timeout(PATIENCE, read_line(&mut self.stream, bytes_max)).await;
        let line = line.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;
        self.here()?;
        Ok(line)
    }

    /// One reply; `reply` has its code, and one code each where it has several lines.
    pub(super) async fn say(&mut self, reply: &str) -> io::Result<()> {
        let delay_ms = self.inbox.conduct().delay_ms;
        if delay_ms > 0 {
            sleep(Duration::from_millis(delay_ms)).await;
        }
        self.here()?;
        self.stream.write_all(format!("{}\r\n", reply.replace('\n', "\r\n")).as_bytes()).await?;
        self.stream.flush().await
    }

    fn here(&self) -> io::Result<()> {
        if self.inbox.conduct().away {
            return Err(io::Error::new(io::ErrorKind::ConnectionReset, "the server is away"));
        }
        Ok(())
    }
}

async fn read_line(reader: &mut (impl AsyncBufRead + Unpin), bytes_max: usize) -> io::Result<Line> {
    let (mut line, mut too_long) = (Vec::new(), false);
    loop {
        let piece = reader.fill_buf().await?;
        if piece.is_empty() {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let end = piece.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(piece.len(), |end| end + 1);
        if line.len() + taken > bytes_max {
            too_long = true;
        } else {
            line.extend_from_slice(&piece[..taken]);
        }
        reader.consume(taken);
        if end.is_some() {
            break;
        }
    }
    if too_long {
        return Ok(Line::TooLong);
    }
    match line.strip_suffix(b"\r\n") {
        Some(whole) if !whole.contains(&b'\r') => Ok(Line::Good(whole.to_vec())),
        _ => Ok(Line::Bare),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_line_is_whole_too_long_or_badly_ended() {
        let mut bytes = BufReader::with_capacity(4, &b"HELO a\r\n0123456789ab\r\nNOOP\nx\ry\r\n\r\nrest"[..]);
        let mut lines = Vec::new();
        while let Ok(line) = read_line(&mut bytes, 12).await {
            lines.push(line);
        }
        let good = |text: &str| Line::Good(text.as_bytes().to_vec());
        assert_eq!(lines, [good("HELO a"), Line::TooLong, Line::Bare, Line::Bare, good("")]);
    }
}
