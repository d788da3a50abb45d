//! What the web door is told at the start.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use url::Url;

use crate::site::Brand;

/// Everything that the web door needs to know beside the deeds.
#[derive(Clone, Debug)]
pub struct ServerSettings {
    /// For [`crate::BoundSocket::bind`], before there is a door.
    pub listen: SocketAddr,
    /// Where browsers reach us. With https, cookies are `Secure` and only this origin may change anything.
    pub public_url: Option<Url>,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Serves the front end from this folder instead of the one inside the binary.
    pub static_dir: Option<PathBuf>,
    pub brand: Brand,
    /// Uploads lie here while they come in: a folder that is there, on a disk with room for them.
    pub uploads_dir: PathBuf,
    pub connections_max: usize,
    /// Between "not ready" and the end of listening, for a load balancer to notice.
    pub drain: Duration,
    /// How long requests in flight may take to finish after that.
    pub stop: Duration,
}

impl ServerSettings {
    /// The documented defaults.
    pub fn new(listen: SocketAddr) -> Self {
        Self {
            listen,
            public_url: None,
            trusted_proxies: Vec::new(),
            static_dir: None,
            brand: Brand::default(),
            uploads_dir: std::env::temp_dir(),
            connections_max: 10_000,
            drain: Duration::ZERO,
            stop: Duration::from_secs(20),
        }
    }

    pub(crate) fn is_https(&self) -> bool {
        self.public_url.as_ref().is_some_and(|url| url.scheme() == "https")
    }

    pub(crate) fn trusts(&self, peer: IpAddr) -> bool {
        self.trusted_proxies.iter().any(|network| network.contains(peer))
    }
}

/// A block of addresses: `10.0.0.0/8`, or one address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Network {
    address: IpAddr,
    bits: u32,
}

/// A text that is no block of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an address or a network like \"10.0.0.0/8\"")]
pub struct NotANetwork;

impl Network {
    pub fn contains(&self, other: IpAddr) -> bool {
        fn wide(address: IpAddr) -> (u128, u32) {
            match address {
                IpAddr::V4(v4) => (u128::from(v4.to_bits()), 32),
                IpAddr::V6(v6) => (v6.to_bits(), 128),
            }
        }
        let ((mine, width), (theirs, other_width)) = (wide(self.address), wide(other.to_canonical()));
        let differing = mine ^ theirs;
        width == other_width && differing.checked_shr(width - self.bits).unwrap_or(0) == 0
    }
}

impl FromStr for Network {
    type Err = NotANetwork;

    fn from_str(text: &str) -> Result<Self, NotANetwork> {
        let (address, bits) = text.split_once('/').map_or((text, None), |(address, bits)| (address, Some(bits)));
        let address = address.parse::<IpAddr>().map_err(|_| NotANetwork)?;
        let width = if address.is_ipv4() { 32 } else { 128 };
        let bits = bits.map_or(Ok(width), str::parse).map_err(|_| NotANetwork)?;
        if bits > width { Err(NotANetwork) } else { Ok(Self { address, bits }) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_holds_its_own_addresses_and_no_other() {
        let holds = |network: &str, address: &str| {
            network.parse::<Network>().unwrap().contains(address.parse::<IpAddr>().unwrap())
        };
        assert!(holds("10.0.0.0/8", "10.200.3.4"));
        assert!(!holds("10.0.0.0/8", "11.0.0.1"));
        assert!(holds("172.16.0.0/12", "::ffff:172.20.0.2"));
        assert!(holds("127.0.0.1", "127.0.0.1"));
        assert!(!holds("127.0.0.1", "127.0.0.2"));
        assert!(holds("0.0.0.0/0", "8.8.8.8"));
        assert!(!holds("0.0.0.0/0", "::1"));
        assert!(holds("fd00::/8", "fd12::1"));
        for bad in ["", "10.0.0.0/33", "10.0.0/8", "host", "::1/129", "10.0.0.0/-1"] {
            assert_eq!(bad.parse::<Network>(), Err(NotANetwork), "{bad}");
        }
    }
}
