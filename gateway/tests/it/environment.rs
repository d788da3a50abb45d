//! What this machine's environment decides, and what it doesn't: roots, and proxies.

use nproxy_domain::keys::ProxySeen;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_gateway::End;
use nproxy_sandbox::{PlayedCa, PlayedProxy, ProxyOptions};

use crate::child;
use crate::world::World;

#[tokio::test]
async fn proxies_of_the_environment_are_ignored() {
    let trap = PlayedProxy::start(ProxyOptions::http()).await.unwrap();
    let url = trap.url();
    let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let variables: Vec<(&str, &str)> =
        names.iter().map(|name| (*name, url.as_str())).chain([("NO_PROXY", "")]).collect();
    if child::has_environment("environment::proxies_of_the_environment_are_ignored", &variables) {
        let proxy = PlayedProxy::start(ProxyOptions::http()).await.unwrap();
        let world = World::new(&["key-a", "key-b"], &["key-a", "key-b"]).await;
        world.send_through("key-b", &proxy.url(), true);
        for prompt in ["directly", "through its own"] {
            assert!(matches!(world.ask(prompt).await, End::Image { .. }));
        }
        assert_eq!(proxy.report().forwards, 1);
    } else {
        assert_eq!(trap.report().connections, 0);
    }
}

#[tokio::test]
async fn an_https_upstream_is_reached_through_every_kind_of_proxy_that_resolves() {
    let dir = tempfile::tempdir().unwrap();
    let pem = dir.path().join("roots.pem");
    let test = "environment::an_https_upstream_is_reached_through_every_kind_of_proxy_that_resolves";
    if !child::has_environment(test, &[("SSL_CERT_FILE", pem.to_str().unwrap())]) {
        return;
    }
    let ca = PlayedCa::new().unwrap();
    ca.write_pem(std::env::var_os("SSL_CERT_FILE").unwrap().as_ref()).unwrap();
    for options in [ProxyOptions::http(), ProxyOptions::https(&ca), ProxyOptions::socks5()] {
        let proxy = PlayedProxy::start(options.with_credentials("ada", "p@ss")).await.unwrap();
        let world = World::secure(&ca, &["key-a"]).await;
        // Nobody else knows the upstream's name, so what arrives came through it.
        world.send_through("key-a", &proxy.resolving_url(), false);
        let end = world.ask("a lighthouse").await;
        assert!(matches!(end, End::Image { .. }), "{}: {end:?} {:?}", proxy.url(), world.ring.seen());
        assert_eq!((proxy.report().tunnels, proxy.report().refusals), (1, 0), "{}", proxy.url());
        assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);

        let stranger = World::secure(&ca, &["key-a"]).await;
        stranger.send_through("key-a", &proxy.resolving_url().replace("p%40ss", "wrong"), true);
        stranger.ask("a lighthouse").await;
        assert_eq!(stranger.classes(), [(Class::ProxyTransport, Spent::No)]);
        let seen = stranger.ring.seen();
        assert_eq!(seen, [ProxySeen::Failed { detail: "the proxy refuses the credentials".to_owned() }]);
    }
}
