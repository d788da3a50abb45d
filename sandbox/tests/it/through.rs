//! A real client, and what it reaches by which way.

use std::time::Duration;

use nproxy_sandbox::{PLAYED_DOMAIN, PlayedCa, PlayedProxy, Sandbox, SandboxOptions};
use reqwest::{Certificate, Client, Proxy, Response};

use crate::client::{KEYS, SMALL_MODEL, generate_path, small};

/// A played world over https, and the authority that its clients trust.
pub struct Secure {
    pub ca: PlayedCa,
    pub sandbox: Sandbox,
}

impl Secure {
    pub async fn start() -> Self {
        let ca = PlayedCa::new().expect("a certificate");
        let keys = KEYS.map(str::to_owned).to_vec();
        let options = SandboxOptions { keys, tls: Some(ca.clone()), small_pictures: true, ..SandboxOptions::default() };
        Self { ca, sandbox: Sandbox::start(options).await.expect("free ports") }
    }

    /// A client that trusts the authority alone, and goes through the proxy at `url`.
    pub fn client(&self, url: Option<&str>) -> Client {
        client(&self.ca, url)
    }

    pub async fn generate(&self, proxy: &str) -> reqwest::Result<Response> {
        self.generate_with(&self.client(Some(proxy))).await
    }

    pub async fn generate_with(&self, client: &Client) -> reqwest::Result<Response> {
        let url = format!("{}{}", self.sandbox.gemini_base_url(), generate_path(SMALL_MODEL));
        client.post(url).header("x-goog-api-key", KEYS[0]).json(&small("a boat")).send().await
    }

    /// The address that the other side sees.
    pub async fn exit(&self, proxy: Option<&str>) -> String {
        text(self.client(proxy).get(self.sandbox.echo_url())).await
    }

    /// The same by a name that a proxy alone can resolve.
    pub fn echo_by_name(&self) -> String {
        self.sandbox.echo_url().replace("127.0.0.1", &format!("echo.{PLAYED_DOMAIN}"))
    }
}

pub fn client(ca: &PlayedCa, url: Option<&str>) -> Client {
    // Another test of this process may have installed it before.
    let _installed = rustls::crypto::ring::default_provider().install_default();
    #[expect(clippy::disallowed_methods, reason = "a client of another make than the product's is what is wanted here")]
    let builder = Client::builder().timeout(Duration::from_secs(20)).no_proxy();
    let certificate = Certificate::from_pem(ca.pem().as_bytes()).expect("a certificate");
    let builder = builder.tls_certs_only([certificate]);
    match url {
        Some(url) => builder.proxy(Proxy::all(url).expect("a proxy URL")),
        None => builder,
    }
    .build()
    .expect("a client")
}

pub async fn text(request: reqwest::RequestBuilder) -> String {
    request.send().await.expect("an answer").error_for_status().expect("200").text().await.expect("a body")
}

/// The bytes are booked as they pass, and a tunnel is closed a moment after its client has left.
pub async fn closed(proxy: &PlayedProxy) -> nproxy_sandbox::ProxyReport {
    for _ in 0..500 {
        if proxy.report().open == 0 {
            return proxy.report();
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("still open: {:?}", proxy.report());
}
