//! What the played mail server is started with.

use std::{
    fmt,
    net::{Ipv4Addr, SocketAddr},
};

/// Enough for any letter, and 200 of them for any machine.
const MESSAGE_BYTES_MAX: usize = 1024 * 1024;

#[derive(Clone)]
pub struct MailOptions {
    /// Where it listens, in the clear; port 0 takes any free port.
    pub listen: SocketAddr,
    /// The name and the password that a sender must sign in with; `None`: nobody must, and any sign-in will do.
    pub credentials: Option<(String, String)>,
    /// A larger message is refused.
    pub message_bytes_max: usize,
}

impl Default for MailOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            credentials: None,
            message_bytes_max: MESSAGE_BYTES_MAX,
        }
    }
}

impl fmt::Debug for MailOptions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MailOptions")
            .field("listen", &self.listen)
            .field("credentials", &self.credentials.is_some())
            .field("message_bytes_max", &self.message_bytes_max)
            .finish()
    }
}
