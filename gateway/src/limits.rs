//! The numbers that bound one attempt.

use std::time::Duration;

use nproxy_domain::routing::NO_IMAGE_TRIES_MAX;

/// Limits of the gateway; every one is configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatewayLimits {
    /// DNS, TCP and TLS of a connection that goes out directly.
    pub connect_timeout: Duration,
    /// Connecting to a proxy, its handshake and the connection that it makes, TLS included.
    pub proxy_handshake_timeout: Duration,
    /// One attempt, whatever its plugin asks for.
    pub attempt_timeout: Duration,
    /// No attempt begins with less of its picture's time left than this.
    pub attempt_min: Duration,
    /// One deed at a payment processor, all exchanges together: somebody looks at a page meanwhile.
    pub processor_timeout: Duration,
    /// No reply is read beyond this, whatever its plugin asks for.
    pub reply_bytes_max: usize,
    /// Tries of a request that costs nothing, the first one included.
    pub free_tries_max: u32,
    /// Answers of one generation that were paid for and held no picture.
    pub no_image_tries_max: u32,
}

impl Default for GatewayLimits {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(10),
            proxy_handshake_timeout: Duration::from_secs(4),
            attempt_timeout: Duration::from_mins(2),
            attempt_min: Duration::from_secs(30),
            processor_timeout: Duration::from_secs(30),
            reply_bytes_max: 64 * 1024 * 1024,
            free_tries_max: 3,
            no_image_tries_max: NO_IMAGE_TRIES_MAX,
        }
    }
}
