//! What the played mail server is started with.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
};

use crate::tls::PlayedCa;

/// Enough for any letter, and 200 of them for any machine.
const MESSAGE_BYTES_MAX: usize = 1024 * 1024;

/// How the way to the played mail server is kept from others.
#[derive(Debug, Clone, Default)]
pub enum MailTls {
    /// Not at all.
    #[default]
    None,
    /// `STARTTLS` is offered, and nothing else is done before it.
    StartTls(PlayedCa),
    /// TLS from the first byte.
    Tls(PlayedCa),
}

#[derive(Clone)]
pub struct MailOptions {
    /// Where it listens; port 0 takes any free port.
    pub listen: SocketAddr,
    pub tls: MailTls,
    /// The name and the password that a sender must sign in with; `None`: nobody must, and any sign-in will do.
    pub credentials: Option<(String, String)>,
    /// A larger message is refused.
    pub message_bytes_max: usize,
}

impl Default for MailOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            tls: MailTls::None,
            credentials: None,
            message_bytes_max: MESSAGE_BYTES_MAX,
        }
    }
}

impl fmt::Debug for MailOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailOptions")
            .field("listen", &self.listen)
            .field("tls", &self.tls)
            .field("credentials", &self.credentials.is_some())
            .field("message_bytes_max", &self.message_bytes_max)
            .finish()
    }
}
