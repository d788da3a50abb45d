//! Fetches a finished picture from where an upstream put it.
//!
//! The address comes from outside, so it is treated as hostile: https only, the provider's download hosts only,
//! no key sent along, no redirect followed, a cap on the body, and never an address inside our own network (a proxy resolves
//! in its own).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use bytes::Bytes;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Image, ProviderInfo};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use url::{Host, Url};

use crate::clients::Purpose;
use crate::metrics::Phase;
use crate::way::Way;
use crate::wire::{self, Call};

/// The picture at `url`. It was paid for when it was made, so every failure here says so; and one that is not to be had
/// from there is no fault of the key's.
pub(crate) async fn fetch(
    way: &mut Way<'_>,
    info: &ProviderInfo,
    url: Url,
    bounds: wire::Bounds,
) -> Result<Image, PluginError> {
    way.phase = Phase::Download;
    let error = |class, detail: &str| PluginError::new(class, Spent::Yes, detail, &[]);
    let own = info.hosts.iter().any(|host| host.origin() == url.origin());
    if !own && !allowed(info, &url) {
        return Err(error(Class::NoImage, "the picture lies at an address that is not one of the download hosts"));
    }
    let mut request = http::Request::new(Bytes::new());
    *request.uri_mut() = url.as_str().parse().map_err(|_| error(Class::NoImage, "the picture's address is none"))?;
    let purpose = if own { Purpose::Ask } else { Purpose::Download };
    let reply = way.exchange(Call { purpose, url, request }, bounds).await;
    let reply = reply.map_err(|e| error(e.class, &format!("the picture was not to be had: {}", e.detail)))?;
    if !reply.status.is_success() {
        let class = if reply.status.is_server_error() { Class::Transport } else { Class::NoImage };
        return Err(error(class, &format!("the picture's address answered {}", reply.status)));
    }
    let mime = reply.headers.get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Ok(Image { mime: mime.to_owned(), bytes: reply.body })
}

fn allowed(info: &ProviderInfo, url: &Url) -> bool {
    if url.scheme() != "https" {
        return false;
    }
    match url.host() {
        Some(Host::Domain(name)) => info.download_hosts.iter().any(|host| match host.strip_prefix('.') {
            Some(parent) => name.strip_suffix(parent).is_some_and(|rest| rest.ends_with('.')),
            None => name == host,
        }),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => false,
    }
}

/// Resolves a name to its public addresses only.
#[derive(Debug)]
pub(crate) struct PublicAddresses;

impl Resolve for PublicAddresses {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let public: Vec<SocketAddr> = found.filter(|address| is_public(address.ip())).collect();
            if public.is_empty() {
                return Err("the name has no public address".into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Not ours, not our network's, not the machine's own services.
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or_else(|| is_public_v6(v6), is_public_v4),
    }
}

fn is_public_v4(v4: Ipv4Addr) -> bool {
    let [a, b, ..] = v4.octets();
    let shared = a == 100 && (64..128).contains(&b);
    let reserved = a == 0 || a >= 240 || (a == 198 && (b == 18 || b == 19)) || (a == 192 && b == 0);
    !(v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_multicast() || shared || reserved)
}

fn is_public_v6(v6: Ipv6Addr) -> bool {
    // Global unicast without the blocks that stand for something else.
    let [first, second, ..] = v6.segments();
    (0x2000..0x4000).contains(&first) && first != 0x2002 && !(first == 0x2001 && second < 0x0200)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use nproxy_domain::provider::Inputs;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;
    use tokio::time::Instant;

    use super::*;
    use crate::clients::Clients;
    use crate::limits::GatewayLimits;

    fn info() -> ProviderInfo {
        ProviderInfo {
            id: "p".into(),
            hosts: vec![],
            download_hosts: vec!["files.example.com".into(), ".media.example.com".into()],
            inputs: Inputs::Bytes,
            models: vec![],
        }
    }

    #[test]
    fn only_the_named_hosts_over_https() {
        let ok = |url: &str| allowed(&info(), &Url::parse(url).unwrap());
        assert!(ok("https://files.example.com/a.png"));
        assert!(ok("https://v3.media.example.com/a.png"));
        for bad in [
            "http://files.example.com/a.png",
            "https://evil.com/files.example.com",
            "https://xmedia.example.com/a",
            "https://media.example.com.evil.com/a",
            "https://127.0.0.1/a",
            "https://[::1]/a",
            "file:///etc/passwd",
        ] {
            assert!(!ok(bad), "{bad}");
        }
    }

    /// What comes of a picture at `url`, from the provider at `own`.
    async fn lost(own: &str, url: &str) -> (Class, Spent) {
        let limits = GatewayLimits::default();
        let clients = Clients::new(&limits).unwrap();
        let mut way = Way::new(&clients, None, Phase::AfterHandover);
        let info = ProviderInfo { hosts: vec![Url::parse(own).unwrap()], ..info() };
        let until = Instant::now() + Duration::from_secs(5);
        let bounds = wire::Bounds { timeout: Duration::from_secs(5), until, reply_bytes_max: 1024 };
        let error = fetch(&mut way, &info, Url::parse(url).unwrap(), bounds).await.unwrap_err();
        assert_eq!(way.phase, Phase::Download);
        (error.class, error.spent)
    }

    #[tokio::test]
    async fn a_picture_that_is_not_to_be_had_was_paid_for_and_is_no_fault_of_the_keys() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = format!("http://{}/", listener.local_addr().unwrap());
        assert_eq!(lost(&own, "https://evil.com/a.png").await, (Class::NoImage, Spent::Yes));
        let gone = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let _request = socket.read(&mut [0; 4096]).await.unwrap();
            socket.write_all(b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        });
        assert_eq!(lost(&own, &format!("{own}a.png")).await, (Class::NoImage, Spent::Yes));
        gone.await.unwrap();
    }

    #[test]
    fn an_address_inside_a_network_is_not_public() {
        for inside in ["127.0.0.1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "::1"] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        for inside in ["fe80::1", "fc00::1", "::ffff:10.0.0.1", "2002:a00:1::", "224.0.0.1", "255.255.255.255"] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
        assert!(is_public("93.184.216.34".parse().unwrap()));
        assert!(is_public("2606:2800:220:1::1".parse().unwrap()));
    }
}
