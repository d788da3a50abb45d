//! Where keys may be sent.

use url::{Host, Url};

/// Why an address can't be a provider's: keys go there, so nothing but https, or http without leaving one's own network.
pub fn check_base_url(url: &Url) -> Result<(), &'static str> {
    let Some(host) = url.host() else { return Err("an address like https://host is needed") };
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return Err("only scheme, host, port and path may be given: keys are kept elsewhere");
    }
    match url.scheme() {
        "https" => Ok(()),
        "http" if is_near(&host) => Ok(()),
        "http" => Err("http would send the keys in clear text over the network: use https"),
        _ => Err("the scheme must be https"),
    }
}

/// Whether the upstream at `hosts` can fetch something from us at `ours`: the world over https, or both in one's own network.
pub fn is_reachable(ours: &Url, hosts: &[Url]) -> bool {
    let near = |url: &Url| url.host().is_some_and(|host| is_near(&host));
    hosts.iter().all(near) || (ours.scheme() == "https" && !near(ours))
}

/// Hosts that are reached without leaving one's own network: a relay beside us, the played upstream.
fn is_near(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => !name.contains('.') || name.ends_with(".localhost") || name.ends_with(".internal"),
        Host::Ipv4(ip) => ip.is_loopback() || ip.is_private(),
        Host::Ipv6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upstream_fetches_from_a_public_address_or_from_beside_us() {
        let reachable = |ours: &str, host: &str| {
            let url = |text: &str| Url::parse(text).expect("a URL");
            is_reachable(&url(ours), &[url(host)])
        };
        assert!(reachable("https://pictures.example.org", "https://api.example/"));
        assert!(reachable("http://127.0.0.1:8080", "http://127.0.0.1:9/"), "the played upstream");
        for nowhere in
            ["http://127.0.0.1:8080", "https://nproxy.internal", "https://10.0.0.1", "http://pictures.example.org"]
        {
            assert!(!reachable(nowhere, "https://api.example/"), "{nowhere}");
        }
    }

    #[test]
    fn keys_go_over_https_or_not_far() {
        let check = |url: &str| check_base_url(&Url::parse(url).expect("a URL"));
        for good in [
            "https://api.example/v1",
            "http://127.0.0.1:9",
            "http://relay:8080/x",
            "http://[::1]:1",
            "http://a.internal",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "http://api.example",
            "http://8.8.8.8",
            "ftp://api.example",
            "https://user:pass@api.example",
            "https://api.example/?key=1",
            "https://api.example/#x",
            "data:text/plain,x",
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
