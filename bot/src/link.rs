//! Addresses behind buttons.

use url::{Host, Url};

/// Telegram refuses a whole message for an address that can't be anybody's.
pub(crate) fn can_be_opened(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name.contains('.'),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => true,
        None => false,
    }
}
