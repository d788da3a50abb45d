//! A key's proxy: what goes through it, what goes around it, and what is remembered of it.

use std::time::{Duration, Instant};

use nproxy_domain::keys::ProxySeen;
use nproxy_domain::outcome::{Class, Spent};
use nproxy_domain::proxy::ProxyHealth;
use nproxy_gateway::{Ask, End, GatewayLimits};
use nproxy_sandbox::{Conduct, Deed, Fault, PlayedProxy, ProxyFault, ProxyOptions};

use crate::world::{FAL, World};

const KEYS: [&str; 2] = ["key-a", "key-b"];

fn is_picture(end: &End) -> bool {
    matches!(end, End::Image { .. })
}

async fn socks() -> PlayedProxy {
    PlayedProxy::start(ProxyOptions::socks5().with_credentials("ada", "p@ss")).await.unwrap()
}

async fn http() -> PlayedProxy {
    PlayedProxy::start(ProxyOptions::http().with_credentials("ada", "p@ss")).await.unwrap()
}

/// What was said of the one failure that was reported.
fn failure(world: &World) -> String {
    match world.ring.seen().as_slice() {
        [ProxySeen::Failed { detail }] => detail.clone(),
        other => panic!("not one failure: {other:?}"),
    }
}

#[tokio::test]
async fn a_picture_comes_through_the_keys_proxy() {
    let world = World::new(&KEYS, &KEYS).await;
    let (socks, http) = (socks().await, http().await);
    world.send_through("key-a", &socks.resolving_url(), true);
    world.send_through("key-b", &http.url(), true);
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert!(is_picture(&world.ask("another").await));
    assert_eq!((socks.report().tunnels, http.report().forwards), (1, 1));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes); 2]);
    assert_eq!(world.ring.seen(), [], "nothing to remember of a proxy that works");
}

#[tokio::test]
async fn a_dead_proxy_is_paid_for_once_and_the_same_key_goes_around_it() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let proxy = socks().await;
    proxy.set_conduct(ProxyFault::ClosesAtOnce);
    let id = world.send_through("key-a", &proxy.url(), false);
    for _ in 0..3 {
        assert!(is_picture(&world.ask("a lighthouse").await));
    }
    assert_eq!(proxy.report().connections, 1);
    assert!(matches!(world.ring.proxy_health(id), ProxyHealth::Dead { failures: 1, .. }));
    assert!(!failure(&world).contains("p@ss"));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes); 3], "the proxy's failure is no failure of the attempt");
}

#[tokio::test]
async fn a_handshake_that_hangs_costs_no_more_than_its_limit() {
    let proxy_handshake_timeout = Duration::from_millis(200);
    let limits = GatewayLimits { proxy_handshake_timeout, ..GatewayLimits::default() };
    let world = World::new(&["key-a"], &["key-a"]).await.within(limits);
    let proxy = socks().await;
    proxy.set_conduct(ProxyFault::HangsInHandshake);
    world.send_through("key-a", &proxy.url(), false);
    let started = Instant::now();
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert!(started.elapsed() >= proxy_handshake_timeout);
    assert!(started.elapsed() < limits.connect_timeout, "{:?}", started.elapsed());
    assert_eq!(failure(&world), "the proxy did not connect in time");
}

#[tokio::test]
async fn proxy_only_never_goes_around() {
    for fault in [ProxyFault::ClosesAtOnce, ProxyFault::AuthRefused, ProxyFault::Forbidden] {
        let world = World::new(&KEYS, &KEYS).await;
        let proxy = socks().await;
        proxy.set_conduct(fault);
        let id = world.send_through("key-a", &proxy.url(), true);
        assert!(is_picture(&world.ask("a lighthouse").await), "{fault:?}");
        assert_eq!(world.classes(), [(Class::ProxyTransport, Spent::No), (Class::Ok, Spent::Yes)], "{fault:?}");
        assert_eq!(world.ring.states(), ["active", "active"], "the key is not to blame: {fault:?}");
        assert!(matches!(world.ring.proxy_health(id), ProxyHealth::Dead { .. }), "{fault:?}");
        assert_eq!(world.upstream().bill().keys[0].images_made, 0, "{fault:?}");
        let detail = world.ring.attempts()[0].outcome.clone().unwrap().detail;
        assert!(detail.contains(&proxy.addr().to_string()) && !detail.contains("p@ss"), "{detail}");
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_the_credentials_has_failed() {
    for proxy in [http().await, socks().await] {
        let world = World::new(&["key-a"], &["key-a"]).await;
        world.send_through("key-a", &proxy.url().replace("p%40ss", "wrong"), false);
        assert!(is_picture(&world.ask("a lighthouse").await), "{}", proxy.url());
        assert_eq!(failure(&world), "the proxy refuses the credentials");
        assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
    }
}

#[tokio::test]
async fn an_upstream_that_no_way_leads_to_is_not_the_proxys_fault() {
    let world = World::unreachable(&["key-a"]).await;
    let proxy = socks().await;
    let id = world.send_through("key-a", &proxy.url(), false);
    assert!(!is_picture(&world.ask("a lighthouse").await));
    assert_eq!(proxy.report().connections, 1);
    assert_eq!(world.classes(), [(Class::Transport, Spent::No)]);
    assert_eq!((world.ring.proxy_health(id), world.ring.seen()), (ProxyHealth::Ok, vec![]));
}

#[tokio::test]
async fn an_upstream_that_does_not_answer_a_proxy_without_a_way_around_is_not_the_proxys_fault() {
    for world in [World::unreachable(&["key-a"]).await, World::insecure(&["key-a"]).await] {
        let proxy = socks().await;
        let id = world.send_through("key-a", &proxy.url(), true);
        assert!(!is_picture(&world.ask("a lighthouse").await));
        assert_eq!(proxy.report().connections, 1);
        assert_eq!(world.classes(), [(Class::Transport, Spent::No)]);
        assert_eq!((world.ring.proxy_health(id), world.ring.seen()), (ProxyHealth::Ok, vec![]));
        let detail = world.ring.attempts()[0].outcome.clone().unwrap().detail;
        assert!(detail.contains(&proxy.addr().to_string()) && !detail.contains("p@ss"), "{detail}");
    }
}

#[tokio::test]
async fn a_probe_without_a_way_around_is_answered_whoever_is_to_blame() {
    let world = World::unreachable(&["key-a"]).await;
    let proxy = socks().await;
    let id = world.send_through("key-a", &proxy.url(), true);
    world.ring.let_probe(&world.env, id);
    assert!(!is_picture(&world.ask("a lighthouse").await));
    assert_eq!(world.classes(), [(Class::Transport, Spent::No)]);
    assert!(matches!(world.ring.proxy_health(id), ProxyHealth::Dead { failures: 2, .. }));
}

#[tokio::test]
async fn a_probe_is_answered_either_way() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let proxy = socks().await;
    let id = world.send_through("key-a", &proxy.url(), false);
    world.ring.let_probe(&world.env, id);
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert_eq!((world.ring.proxy_health(id), world.ring.seen()), (ProxyHealth::Ok, vec![ProxySeen::Works]));

    let world = World::unreachable(&["key-a"]).await;
    let id = world.send_through("key-a", &proxy.url(), false);
    world.ring.let_probe(&world.env, id);
    assert!(!is_picture(&world.ask("a lighthouse").await));
    assert!(matches!(world.ring.proxy_health(id), ProxyHealth::Dead { failures: 2, .. }));
}

#[tokio::test]
async fn an_error_of_the_upstream_proves_the_proxy_as_well_as_a_picture() {
    let world = World::new(&KEYS, &KEYS).await;
    let proxy = socks().await;
    let id = world.send_through("key-a", &proxy.url(), false);
    world.ring.let_probe(&world.env, id);
    world.upstream().set_key("key-a", Fault::Overloaded).unwrap();
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert_eq!(world.ring.proxy_health(id), ProxyHealth::Ok);
    assert_eq!(world.classes()[0].0, Class::Overload, "and the key is not asked again by another way");
}

#[tokio::test]
async fn where_the_region_of_the_proxy_is_refused_the_key_goes_directly() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let proxy = socks().await;
    world.send_through("key-a", &proxy.url(), false);
    world.upstream().set_key("key-a", Conduct::from(Fault::Region).for_next(1)).unwrap();
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)], "within one attempt");
    assert_eq!(proxy.report().tunnels, 1);
    assert!(failure(&world).contains("the region is refused where the proxy comes out"));
}

#[tokio::test]
async fn where_the_region_is_refused_and_there_is_no_way_around_the_next_key_is_tried() {
    let world = World::new(&KEYS, &KEYS).await;
    let proxy = socks().await;
    let id = world.send_through("key-a", &proxy.url(), true);
    world.upstream().set_key("key-a", Fault::Region).unwrap();
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert_eq!(world.classes(), [(Class::RegionBlocked, Spent::No), (Class::Ok, Spent::Yes)]);
    assert_eq!(world.ring.states(), ["active", "active"]);
    assert!(matches!(world.ring.proxy_health(id), ProxyHealth::Dead { .. }));

    let world = World::new(&KEYS, &KEYS).await;
    world.upstream().set_key("key-a", Fault::Region).unwrap();
    assert!(is_picture(&world.ask("directly").await));
    assert_eq!(world.classes(), [(Class::RegionBlocked, Spent::No), (Class::Ok, Spent::Yes)]);
}

#[tokio::test]
async fn what_was_handed_over_is_never_sent_again_by_another_way() {
    let world = World::new(&KEYS, &KEYS).await;
    let proxy = socks().await;
    world.send_through("key-a", &proxy.url(), false);
    world.upstream().set_key("key-a", Fault::ResetAfterReading).unwrap();
    assert!(is_picture(&world.ask("a lighthouse").await));
    assert_eq!(world.classes(), [(Class::Transport, Spent::Unknown), (Class::Ok, Spent::Yes)]);
    let asked = world.upstream().journal(0).into_iter().filter(|call| call.key_index == Some(0)).count();
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn a_proxy_with_another_address_is_another_way() {
    let world = World::new(&["key-a"], &["key-a"]).await;
    let (old, new) = (socks().await, socks().await);
    let id = world.send_through("key-a", &old.url(), true);
    assert!(is_picture(&world.ask("a lighthouse").await));
    world.ring.move_proxy(id, &new.url());
    assert!(is_picture(&world.ask("another").await));
    assert_eq!((old.report().connections, new.report().connections), (1, 1));
    // Back again: nothing was kept of the first connection.
    world.ring.move_proxy(id, &old.url());
    assert!(is_picture(&world.ask("a third").await));
    assert_eq!(old.report().connections, 2);
}

#[tokio::test]
async fn what_an_upstream_works_on_is_asked_for_and_fetched_by_the_same_way() {
    let world = World::of(FAL, &["key-a"], &["key-a"]).await;
    let proxy = socks().await;
    world.send_through("key-a", &proxy.url(), true);
    assert!(is_picture(&world.finish(world.wish("a lighthouse")).await));
    let report = proxy.report();
    assert!(report.tunnels >= 1 && report.bytes_down > 1000, "the picture itself came through it: {report:?}");
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
}

#[tokio::test]
async fn a_proxy_that_dies_while_a_picture_is_made_loses_nothing() {
    let world = World::of(FAL, &KEYS, &KEYS).await;
    let proxy = socks().await;
    let url = proxy.url();
    world.send_through("key-a", &url, false);
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    proxy.shutdown().await;
    let resume = world.left(&ask).expect("it is in the works");
    assert!(is_picture(&world.finish(Ask { resume: Some(resume), ..ask }).await));
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
    let bought = world.upstream().journal(0).into_iter().filter(|call| call.deed == Deed::Generate).count();
    assert_eq!(bought, 1);
}

#[tokio::test]
async fn what_is_in_the_works_is_asked_for_around_a_proxy_whose_region_is_refused() {
    let world = World::of(FAL, &KEYS, &KEYS).await;
    let proxy = socks().await;
    world.send_through("key-a", &proxy.url(), false);
    let ask = world.wish("a lighthouse");
    assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
    world.upstream().set_key("key-a", Conduct::from(Fault::Region).for_next(1)).unwrap();
    let resume = world.left(&ask).expect("it is in the works");
    let end = world.run(Ask { resume: Some(resume), ..ask.clone() }).await;
    assert!(failure(&world).contains("the region is refused where the proxy comes out"));
    let polls = world.upstream().journal(0).into_iter().filter(|call| call.deed == Deed::Poll).count();
    assert!(polls >= 2, "asked again directly, within the same run");
    if let Some(resume) = world.left(&ask) {
        assert!(is_picture(&world.finish(Ask { resume: Some(resume), ..ask }).await));
    } else {
        assert!(is_picture(&end));
    }
    assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
    assert_eq!(world.upstream().bill().totals.generate_requests, 1, "it was bought once");
}

#[tokio::test]
async fn what_is_in_the_works_is_never_bought_again_because_a_region_is_refused() {
    for is_behind_a_proxy in [false, true] {
        let world = World::of(FAL, &KEYS, &KEYS).await;
        let proxy = socks().await;
        if is_behind_a_proxy {
            world.send_through("key-a", &proxy.url(), true);
        }
        let ask = world.wish("a lighthouse");
        assert!(matches!(world.run(ask.clone()).await, End::Later { .. }));
        world.upstream().set_key("key-a", Conduct::from(Fault::Region).for_next(2)).unwrap();
        let resume = world.left(&ask).expect("it is in the works");
        assert!(is_picture(&world.finish(Ask { resume: Some(resume), ..ask }).await));
        assert_eq!(world.classes(), [(Class::Ok, Spent::Yes)]);
        assert_eq!(world.upstream().bill().totals.generate_requests, 1, "it was bought once");
    }
}
