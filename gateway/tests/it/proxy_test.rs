//! Testing a proxy: where it comes out, or why not.

use std::net::{IpAddr, Ipv4Addr};
use std::time::Duration;

use nproxy_domain::proxy::ProxyUrl;
use nproxy_gateway::{GatewayLimits, ProxyTest, ProxyTestError, ProxyTrouble};
use nproxy_sandbox::{PlayedProxy, ProxyFault, ProxyOptions};

use crate::world::World;

async fn world() -> World {
    let limits = GatewayLimits { proxy_handshake_timeout: Duration::from_millis(300), ..GatewayLimits::default() };
    World::new(&["key-a"], &["key-a"]).await.within(limits)
}

async fn test(world: &World, proxy: &str, echo: &str) -> Result<ProxyTest, ProxyTestError> {
    world.gateway.test_proxy(&ProxyUrl::parse(proxy).unwrap(), &echo.parse().unwrap()).await
}

#[tokio::test]
async fn it_tells_where_a_proxy_comes_out() {
    let world = world().await;
    let exit = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 7));
    for options in [ProxyOptions::http(), ProxyOptions::socks5()] {
        let proxy = PlayedProxy::start(options.with_credentials("ada", "p@ss").exit_from(exit)).await.unwrap();
        let tested = test(&world, &proxy.resolving_url(), &world.sandbox().echo_url()).await.unwrap();
        assert_eq!(tested.exit_address, exit);
        assert!(tested.latency > Duration::ZERO);
    }
}

#[tokio::test]
async fn it_says_why_a_proxy_does_not_do() {
    let (world, echo) = (world().await, |world: &World| world.sandbox().echo_url());
    let proxy = PlayedProxy::start(ProxyOptions::socks5().with_credentials("ada", "p@ss")).await.unwrap();
    let faults = [
        (ProxyFault::AuthRefused, "the proxy refuses the credentials"),
        (ProxyFault::HangsInHandshake, "the proxy did not connect in time"),
        (ProxyFault::HostUnreachable, "the proxy does not connect to there: host unreachable"),
    ];
    for (fault, why) in faults {
        proxy.set_conduct(fault);
        assert_eq!(test(&world, &proxy.url(), &echo(&world)).await.unwrap_err().to_string(), why);
    }
    let place = proxy.url();
    proxy.shutdown().await;
    let gone = test(&world, &place, &echo(&world)).await.unwrap_err();
    assert!(matches!(gone, ProxyTestError::Proxy(ProxyTrouble::Unreachable { .. })), "{gone:?}");
    assert!(!format!("{gone} {gone:?}").contains("p@ss"));
}

#[tokio::test]
async fn an_echo_address_that_is_none_is_told_from_a_bad_proxy() {
    let world = world().await;
    let proxy = PlayedProxy::start(ProxyOptions::http().with_credentials("ada", "p@ss")).await.unwrap();
    let wrong = test(&world, &proxy.url().replace("p%40ss", "wrong"), &world.sandbox().echo_url()).await.unwrap_err();
    assert!(matches!(wrong, ProxyTestError::Proxy(ProxyTrouble::Credentials)), "{wrong:?}");
    let no_page = test(&world, &proxy.url(), &world.sandbox().gemini_base_url()).await.unwrap_err();
    assert!(matches!(no_page, ProxyTestError::EchoStatus { status: 404 }), "{no_page:?}");
    let other = format!("{}/doors", world.sandbox().control_url());
    let ProxyTestError::NotAnAddress { answered } = test(&world, &proxy.url(), &other).await.unwrap_err() else {
        panic!("not told")
    };
    assert!(answered.starts_with('{') && answered.len() <= 256, "{answered}");
}
