//! Proving keys and asking for balances, by the way that pictures go.

use nproxy_domain::ProviderId;
use nproxy_domain::keys::{ProxySeen, ThroughProxy};
use nproxy_domain::outcome::Class;
use nproxy_domain::provider::{ApiKey, MicroUsd};
use nproxy_domain::proxy::ProxyUrl;
use nproxy_sandbox::{Fault, PlayedProxy, ProxyFault, ProxyOptions, Service};

use crate::world::{BILLING_KEY, GEMINI, OPENROUTER, World};

fn through(world: &World, proxy: &PlayedProxy, probe: bool, only: bool) -> ThroughProxy {
    let id = world.send_through("key-a", &proxy.url(), only);
    ThroughProxy { id, url: ProxyUrl::parse(&proxy.url()).unwrap(), probe, only }
}

#[tokio::test]
async fn a_key_is_proved_through_its_proxy() {
    let world = World::of(GEMINI, &["key-a"], &["key-a"]).await;
    let proxy = PlayedProxy::start(ProxyOptions::socks5()).await.unwrap();
    let way = through(&world, &proxy, false, true);
    let check = |key: &'static str| {
        let (world, way) = (&world, &way);
        async move { world.gateway.check(&world.env, &world.provider(), &ApiKey::new(key), Some(way)).await }
    };
    assert_eq!(check("key-a").await, Ok(Some(())));
    assert_eq!(check("key-x").await.unwrap_err().class, Class::KeyInvalid);
    world.upstream().set_key("key-a", Fault::KeySuspended).unwrap();
    assert_eq!(check("key-a").await.unwrap_err().class, Class::KeyInvalid);
    assert!(proxy.report().tunnels >= 1);
    assert_eq!(world.upstream().bill().totals.images_made, 0);
}

#[tokio::test]
async fn a_balance_is_asked_for_by_the_way_that_is_left() {
    let world = World::of(OPENROUTER, &["key-a"], &["key-a"]).await;
    world.upstream().set_balance(Service::OpenRouter, 1_500_000);
    let proxy = PlayedProxy::start(ProxyOptions::socks5()).await.unwrap();
    proxy.set_conduct(ProxyFault::ClosesAtOnce);
    let mut key = ApiKey::new("key-a");
    key.billing_secret = Some(BILLING_KEY.into());
    let way = through(&world, &proxy, true, false);
    let balance = world.gateway.balance(&world.env, &world.provider(), &key, Some(&way)).await.unwrap();
    assert_eq!(balance.map(|left| left.amount), Some(MicroUsd(1_500_000)));
    assert_eq!(proxy.report().connections, 1, "paid for once");
    assert!(matches!(world.ring.seen().as_slice(), [ProxySeen::Failed { .. }]));
}

#[tokio::test]
async fn an_upstream_that_has_no_such_thing_says_so() {
    let world = World::of(GEMINI, &["key-a"], &["key-a"]).await;
    let key = ApiKey::new("key-a");
    assert_eq!(world.gateway.balance(&world.env, &world.provider(), &key, None).await, Ok(None));
    let nobody = ProviderId::from("nobody");
    assert_eq!(world.gateway.check(&world.env, &nobody, &key, None).await, Ok(None));
}
