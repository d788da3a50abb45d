//! The wire: lines that end with CR LF, each bounded.

use std::{io, time::Duration};

use tokio::{
    io::{AsyncBufRead, AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    time::{sleep, timeout},
};

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

pub(super) struct Wire {
    reader: BufReader<OwnedReadHalf>,
    writer: OwnedWriteHalf,
    inbox: Inbox,
}

impl Wire {
    pub(super) fn new(stream: TcpStream, inbox: Inbox) -> Self {
        let (reader, writer) = stream.into_split();
        Self { reader: BufReader::new(reader), writer, inbox }
    }

    /// `bytes_max` with the end.
    pub(super) async fn line(&mut self, bytes_max: usize) -> io::Result<Line> {
        let line = timeout(PATIENCE, read_line(&mut self.reader, bytes_max)).await;
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
        self.writer.write_all(reply.replace('\n', "\r\n").as_bytes()).await?;
        self.writer.write_all(b"\r\n").await
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
