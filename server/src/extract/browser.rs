use std::net::{IpAddr, Ipv4Addr};

use nproxy_app::accounts;
use salvo::http::header::USER_AGENT;
use salvo::{Depot, Request};

use super::Argument;
use crate::problem::Problem;
use crate::settings::ServerSettings;
use crate::web::Web;

/// The browser that asks: for sessions that begin, and for tries that are counted.
#[derive(Clone, Debug)]
pub struct Browser(pub accounts::Browser);

impl Argument for Browser {
    async fn of(req: &mut Request, depot: &Depot) -> Result<Self, Problem> {
        let web = Web::of(depot)?;
        let user_agent = req.headers().get(USER_AGENT).map(|value| String::from_utf8_lossy(value.as_bytes()));
        Ok::<_, Problem>(Self(accounts::Browser::new(user_agent.as_deref(), client_ip(web, req))))
    }
}

/// Whose request it is: the peer, or what a trusted proxy says of it.
pub fn client_ip(web: &Web, req: &Request) -> IpAddr {
    // We listen on TCP alone; a peer without an address would share one count with all its likes.
    let peer = req.remote_addr().clone().into_std().map_or(Ipv4Addr::UNSPECIFIED.into(), |peer| peer.ip());
    let said = req.headers().get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    behind_proxies(&web.settings, peer.to_canonical(), said)
}

/// Reads the addresses from the right, where our own proxies wrote them, and stops at the first that is not
/// ours: whatever stands left of it, anybody may have written.
fn behind_proxies<'a>(
    settings: &ServerSettings,
    peer: IpAddr,
    said: impl DoubleEndedIterator<Item = &'a str>,
) -> IpAddr {
    let mut client = peer;
    for address in said.flat_map(|line| line.split(',')).rev() {
        if !settings.trusts(client) {
            break;
        }
        match address.trim().parse::<IpAddr>() {
            Ok(address) => client = address.to_canonical(),
            Err(_) => break,
        }
    }
    client
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_trusted_proxies_are_believed() {
        let mut settings = ServerSettings::new(([127, 0, 0, 1], 0).into());
        let seen = |settings: &ServerSettings, peer: &str, said: &[&str]| {
            behind_proxies(settings, peer.parse().unwrap(), said.iter().copied()).to_string()
        };
        assert_eq!(seen(&settings, "127.0.0.1", &["203.0.113.9"]), "127.0.0.1");
        settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap(), "10.0.0.0/8".parse().unwrap()];
        assert_eq!(seen(&settings, "198.51.100.1", &["203.0.113.9"]), "198.51.100.1");
        assert_eq!(seen(&settings, "127.0.0.1", &["203.0.113.9"]), "203.0.113.9");
        assert_eq!(seen(&settings, "127.0.0.1", &["6.6.6.6, 203.0.113.9", "10.0.0.2"]), "203.0.113.9");
        assert_eq!(seen(&settings, "127.0.0.1", &["6.6.6.6, nonsense"]), "127.0.0.1");
        assert_eq!(seen(&settings, "127.0.0.1", &[]), "127.0.0.1");
    }
}
