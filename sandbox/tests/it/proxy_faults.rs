//! What can go wrong with a proxy, on request.

use std::time::Duration;

use nproxy_sandbox::{PlayedProxy, ProxyConduct, ProxyFault, ProxyOptions};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::through::{Secure, closed, text};

/// Long enough for any answer, short enough to wait for one that never comes.
const PATIENCE: Duration = Duration::from_millis(200);

async fn every_kind(world: &Secure) -> [PlayedProxy; 3] {
    let start = async |options| PlayedProxy::start(options).await.expect("a free port");
    [
        start(ProxyOptions::http()).await,
        start(ProxyOptions::https(&world.ca)).await,
        start(ProxyOptions::socks5()).await,
    ]
}

#[tokio::test]
async fn a_proxy_that_refuses_hands_nothing_over_and_heals_at_once() {
    let world = Secure::start().await;
    let faults = [
        ProxyFault::ClosesAtOnce,
        ProxyFault::AuthRefused,
        ProxyFault::Forbidden,
        ProxyFault::BadGateway,
        ProxyFault::HostUnreachable,
        ProxyFault::GatewayTimeout,
        ProxyFault::SocksReply { code: 7 },
    ];
    for proxy in every_kind(&world).await {
        for (n, fault) in (1..).zip(faults) {
            proxy.set_conduct(fault);
            let error = world.generate(&proxy.url()).await.expect_err("refused");
            assert!(error.is_connect(), "{fault:?}: {error:?}");
            assert_eq!((proxy.report().tunnels, proxy.report().refusals), (0, n), "{proxy:?} {fault:?}");
        }
        proxy.set_conduct(ProxyConduct::default());
        assert_eq!(world.generate(&proxy.url()).await.expect("an answer").status(), 200);
    }
    assert_eq!(world.sandbox.controls().bill().totals.requests, 3, "the upstream saw the good ones alone");
}

#[tokio::test]
async fn a_proxy_that_hangs_answers_nothing() {
    let world = Secure::start().await;
    for proxy in every_kind(&world).await {
        proxy.set_conduct(ProxyFault::HangsInHandshake);
        let url = proxy.url();
        assert!(tokio::time::timeout(PATIENCE, world.generate(&url)).await.is_err(), "{proxy:?}");
        assert_eq!((proxy.report().connections, proxy.report().tunnels), (1, 0));
    }
}

#[tokio::test]
async fn a_fault_may_be_for_a_few_connections() {
    let world = Secure::start().await;
    let conduct = ProxyConduct { next_connections: Some(2), ..ProxyFault::Forbidden.into() };
    let proxy = PlayedProxy::start(ProxyOptions::http().behaving(conduct)).await.expect("a free port");
    assert!(world.generate(&proxy.url()).await.is_err());
    assert!(world.generate(&proxy.url()).await.is_err());
    assert!(world.generate(&proxy.url()).await.is_ok());
    assert_eq!(proxy.conduct().next_connections, Some(0));
}

#[tokio::test]
async fn a_tunnel_is_cut_in_the_middle() {
    let world = Secure::start().await;
    for proxy in every_kind(&world).await {
        // Enough for TLS, not for the answer.
        for (fault, bytes) in [
            (ProxyFault::CutsDownloadAfter { bytes: 1_500 }, (u64::MAX, 1_500)),
            (ProxyFault::CutsUploadAfter { bytes: 600 }, (600, u64::MAX)),
        ] {
            let before = closed(&proxy).await;
            proxy.set_conduct(fault);
            let ended = match world.generate(&proxy.url()).await {
                Ok(reply) => reply.bytes().await.map(|_| ()),
                Err(error) => Err(error),
            };
            let error = ended.expect_err("cut");
            let report = closed(&proxy).await;
            assert_eq!((report.tunnels - before.tunnels, report.cut - before.cut), (1, 1), "{proxy:?}: {error:?}");
            let moved = (report.bytes_up - before.bytes_up, report.bytes_down - before.bytes_down);
            assert!(moved.0 <= bytes.0 && moved.1 <= bytes.1, "{moved:?} {fault:?}");
        }
    }
}

#[tokio::test]
async fn open_tunnels_are_cut_at_once_and_new_ones_are_not() {
    let world = Secure::start().await;
    let proxy = PlayedProxy::start(ProxyOptions::socks5()).await.expect("a free port");
    let client = world.client(Some(&proxy.url()));
    for _ in 0..3 {
        text(client.get(world.sandbox.echo_url())).await;
    }
    let kept = proxy.report();
    assert_eq!((kept.tunnels, kept.open), (1, 1), "a client keeps its tunnel");
    proxy.cut_tunnels();
    assert_eq!(closed(&proxy).await.cut, 1);
    text(client.get(world.sandbox.echo_url())).await;
    assert_eq!(proxy.report().tunnels, 2);
}

#[tokio::test]
async fn a_proxy_that_is_shut_down_is_not_there_and_may_come_back() {
    let world = Secure::start().await;
    let proxy = PlayedProxy::start(ProxyOptions::http()).await.expect("a free port");
    let (url, addr) = (proxy.url(), proxy.addr());
    assert!(world.generate(&url).await.is_ok());
    proxy.shutdown().await;
    assert!(world.generate(&url).await.expect_err("nobody there").is_connect());
    let _again = PlayedProxy::start(ProxyOptions::http().listening_on(addr)).await.expect("the same port");
    assert!(world.generate(&url).await.is_ok());
}

#[tokio::test]
async fn the_handshake_takes_as_long_as_was_asked_for() {
    let world = Secure::start().await;
    let slow = ProxyConduct { latency_ms: 300, ..ProxyConduct::default() };
    let proxy = PlayedProxy::start(ProxyOptions::socks5().behaving(slow)).await.expect("a free port");
    let began = std::time::Instant::now();
    assert!(world.generate(&proxy.url()).await.is_ok());
    assert!(began.elapsed() >= Duration::from_millis(300));
}

/// Sends bytes and reads what comes until the proxy closes.
async fn say(proxy: &PlayedProxy, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(proxy.addr()).await.expect("a connection");
    stream.write_all(bytes).await.expect("sent");
    let mut answer = Vec::new();
    // A proxy that closes with bytes unread resets; what it said before counts.
    let _ended = stream.read_to_end(&mut answer).await;
    answer
}

#[tokio::test]
async fn an_http_proxy_speaks_to_the_letter() {
    let proxy = PlayedProxy::start(ProxyOptions::http().with_credentials("a", "b")).await.expect("a free port");
    let answer =
        String::from_utf8(say(&proxy, b"CONNECT 127.0.0.1:1 HTTP/1.1\r\nhost: x\r\n\r\n").await).expect("text");
    assert!(answer.starts_with("HTTP/1.1 407 "), "{answer}");
    assert!(answer.contains("\r\nproxy-authenticate: Basic realm="), "{answer}");
    // a:b
    for (request, status) in [
        ("CONNECT 127.0.0.1 HTTP/1.1\r\nproxy-authorization: Basic YTpi\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nproxy-authorization: basic YTpi\r\n\r\n", 400),
        ("GET https://127.0.0.1/ HTTP/1.1\r\nproxy-authorization: Basic YTpi\r\n\r\n", 400),
        ("CONNECT 127.0.0.1:1 HTTP/1.1\r\nproxy-authorization: Bearer YTpi\r\n\r\n", 407),
        ("CONNECT 127.0.0.1:1 HTTP/1.1\r\nproxy-authorization: Basic YTpi\r\n\r\n", 502),
        ("hello\r\n\r\n", 400),
    ] {
        let answer = say(&proxy, request.as_bytes()).await;
        let start = format!("HTTP/1.1 {status} ");
        assert!(answer.starts_with(start.as_bytes()), "{request}: {}", String::from_utf8_lossy(&answer));
    }
}

#[tokio::test]
async fn a_socks_proxy_speaks_to_the_letter() {
    let open = PlayedProxy::start(ProxyOptions::socks5()).await.expect("a free port");
    let locked = PlayedProxy::start(ProxyOptions::socks5().with_credentials("a", "b")).await.expect("a free port");
    assert_eq!(say(&open, &[5, 1, 2]).await, [5, 0xff], "user and password alone, where none are asked for");
    assert_eq!(say(&locked, &[5, 1, 0]).await, [5, 0xff], "nothing, where they are asked for");
    assert_eq!(say(&locked, &[5, 2, 0, 2, 1, 1, b'a', 1, b'c']).await, [5, 2, 1, 1]);
    let to_port_1 = [1, 127, 0, 0, 1, 0, 1];
    let ask = |head: &[u8], command: u8, address: &[u8]| [head, &[5, command, 0], address].concat();
    let refused = |methods: &[u8], code: u8| [methods, &[5, code, 0, 1, 0, 0, 0, 0, 0, 0]].concat();
    let locked_head = [5, 1, 2, 1, 1, b'a', 1, b'b'];
    assert_eq!(say(&locked, &ask(&locked_head, 1, &to_port_1)).await, refused(&[5, 2, 1, 0], 5), "nobody listens");
    assert_eq!(say(&open, &ask(&[5, 1, 0], 2, &to_port_1)).await, refused(&[5, 0], 7), "BIND");
    assert_eq!(say(&open, &ask(&[5, 1, 0], 1, &[9])).await, refused(&[5, 0], 8), "an address of no kind");
    open.set_conduct(ProxyFault::Forbidden);
    assert_eq!(say(&open, &ask(&[5, 1, 0], 1, &to_port_1)).await, refused(&[5, 0], 2));
    open.set_conduct(ProxyFault::SocksReply { code: 3 });
    assert_eq!(say(&open, &ask(&[5, 1, 0], 1, &to_port_1)).await, refused(&[5, 0], 3));
    assert_eq!(say(&open, b"GET / HTTP/1.1\r\n\r\n").await, b"", "no SOCKS, no answer");
}
