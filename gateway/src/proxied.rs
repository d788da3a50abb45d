//! The clients of the proxies that were used of late.

use std::collections::HashMap;
use std::time::Duration;

use nproxy_domain::ProxyId;
use nproxy_domain::keys::ThroughProxy;
use nproxy_domain::proxy::ProxyUrl;
use tokio::time::Instant;

use crate::clients::ClientSet;

/// Clients of a proxy that nobody asked for within this time are dropped, their connections with them.
const IDLE_MAX: Duration = Duration::from_mins(10);

/// So many proxies at once; the one not used for longest gives way.
const PROXIES_MAX: usize = 1000;

/// By the proxy's id. An address that changed is another way out: the old clients are dropped.
#[derive(Debug, Default)]
pub(crate) struct Proxied {
    known: HashMap<ProxyId, Known>,
}

#[derive(Debug)]
struct Known {
    url: ProxyUrl,
    set: ClientSet,
    used_at: Instant,
}

impl Proxied {
    pub fn get(&mut self, proxy: &ThroughProxy, now: Instant) -> Option<ClientSet> {
        let known = self.known.get_mut(&proxy.id).filter(|known| known.url.expose() == proxy.url.expose())?;
        known.used_at = now;
        Some(known.set.clone())
    }

    pub fn put(&mut self, proxy: &ThroughProxy, set: ClientSet, now: Instant) {
        self.known.retain(|_, known| now.duration_since(known.used_at) < IDLE_MAX);
        if self.known.len() >= PROXIES_MAX && !self.known.contains_key(&proxy.id) {
            let oldest = self.known.iter().min_by_key(|(_, known)| known.used_at).map(|(id, _)| *id);
            oldest.and_then(|id| self.known.remove(&id));
        }
        self.known.insert(proxy.id, Known { url: proxy.url.clone(), set, used_at: now });
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use nproxy_domain::Env;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    use super::*;
    use crate::clients::Clients;
    use crate::limits::GatewayLimits;

    fn env() -> Env {
        Env::new(ManualClock::at(DateTime::UNIX_EPOCH), SeededEntropy::new(1))
    }

    fn proxy(env: &Env, url: &str) -> ThroughProxy {
        ThroughProxy { id: ProxyId::new(env), url: ProxyUrl::parse(url).unwrap(), probe: false, only: false }
    }

    fn set(proxy: &ThroughProxy) -> ClientSet {
        Clients::new(&GatewayLimits::default()).unwrap().through(proxy).unwrap()
    }

    #[test]
    fn a_changed_address_even_of_the_password_alone_is_another_way_out() {
        let (mut proxied, now) = (Proxied::default(), Instant::now());
        let old = proxy(&env(), "socks5h://ada:old@127.0.0.1:1080");
        proxied.put(&old, set(&old), now);
        assert!(proxied.get(&old, now).is_some());
        let new = ThroughProxy { url: ProxyUrl::parse("socks5h://ada:new@127.0.0.1:1080").unwrap(), ..old.clone() };
        assert!(proxied.get(&new, now).is_none());
        proxied.put(&new, set(&new), now);
        assert!(proxied.get(&old, now).is_none(), "the old one is dropped");
    }

    #[test]
    fn what_nobody_uses_is_dropped_and_there_are_never_too_many() {
        let (mut proxied, start, env) = (Proxied::default(), Instant::now(), env());
        let first = proxy(&env, "http://127.0.0.1:3128");
        let set = set(&first);
        proxied.put(&first, set.clone(), start);
        let later = start + IDLE_MAX;
        for n in 0..=PROXIES_MAX {
            let at = later + Duration::from_millis(u64::try_from(n).unwrap());
            proxied.put(&proxy(&env, "http://127.0.0.1:3128"), set.clone(), at);
        }
        assert!(proxied.get(&first, later).is_none());
        assert_eq!(proxied.known.len(), PROXIES_MAX);
        assert!(proxied.known.values().all(|known| known.used_at > later), "the oldest gave way");
    }
}
