//! Bytes both ways, counted, and cut where that was asked for.

use std::{io, sync::Arc};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
};

use super::{Connection, ProxyFault, ProxyReport, Shared, dial::Target};
use crate::serve::reset_on_drop;

const PIECE_BYTES: usize = 16 * 1024;

/// Counts a tunnel as open while it lives.
struct Open(Arc<Shared>);

impl Open {
    fn new(shared: &Arc<Shared>) -> Self {
        shared.report().open += 1;
        Self(Arc::clone(shared))
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        self.0.report().open -= 1;
    }
}

/// Why a direction ended before its time.
enum Stopped {
    Cut,
    Broken(io::Error),
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Broken(error)
    }
}

impl Connection {
    /// Counts it before the client can know of it.
    pub(super) fn opened(&self, target: &Target, count: impl FnOnce(&mut ProxyReport)) {
        let mut report = self.shared.report();
        count(&mut report);
        *report.targets.entry(target.to_string()).or_default() += 1;
    }

    /// Until both sides are done, one breaks off, or it is cut.
    pub(super) async fn splice(
        &self,
        (client_reads, client_writes): (impl AsyncRead + Unpin, impl AsyncWrite + Unpin),
        server: TcpStream,
    ) -> io::Result<()> {
        let _open = Open::new(&self.shared);
        let mut cut = self.shared.cut.subscribe();
        server.set_nodelay(true)?;
        let (server_reads, server_writes) = server.into_split();
        let (cut_up, cut_down) = match self.fault {
            Some(ProxyFault::CutsUploadAfter { bytes }) => (Some(bytes), None),
            Some(ProxyFault::CutsDownloadAfter { bytes }) => (None, Some(bytes)),
            _ => (None, None),
        };
        let up = self.pump(client_reads, server_writes, cut_up, |report| &mut report.bytes_up);
        let down = self.pump(server_reads, client_writes, cut_down, |report| &mut report.bytes_down);
        let ended = tokio::select! {
            ended = async { tokio::try_join!(up, down) } => ended.map(|_| ()),
            // The sender lives as long as we do.
            _changed = cut.changed() => Err(Stopped::Cut),
        };
        match ended {
            Ok(()) => Ok(()),
            Err(Stopped::Cut) => {
                self.shared.report().cut += 1;
                reset_on_drop(&self.socket)
            }
            Err(Stopped::Broken(error)) => {
                // As the other side broke off, so is the client broken off.
                reset_on_drop(&self.socket)?;
                Err(error)
            }
        }
    }

    async fn pump(
        &self,
        mut from: impl AsyncRead + Unpin,
        mut to: impl AsyncWrite + Unpin,
        cut_after: Option<u64>,
        count: impl Fn(&mut ProxyReport) -> &mut u64,
    ) -> Result<(), Stopped> {
        let mut piece = vec![0; PIECE_BYTES];
        let mut left = cut_after;
        loop {
            let room = left.map_or(PIECE_BYTES, |left| usize::try_from(left).unwrap_or(PIECE_BYTES).min(PIECE_BYTES));
            if room == 0 {
                return Err(Stopped::Cut);
            }
            let read = from.read(&mut piece[..room]).await?;
            if read == 0 {
                to.shutdown().await?;
                return Ok(());
            }
            to.write_all(&piece[..read]).await?;
            to.flush().await?;
            let read = u64::try_from(read).unwrap_or(u64::MAX);
            *count(&mut self.shared.report()) += read;
            left = left.map(|left| left - read);
        }
    }
}
