//! What the deeds of proxies are told by the configuration.

use url::Url;

#[derive(Clone, Debug)]
pub struct ProxySettings {
    /// Answers a GET with the address that it was asked from, as plain text: what a test goes to.
    pub echo_url: Url,
}

impl Default for ProxySettings {
    fn default() -> Self {
        Self { echo_url: Url::parse("https://api.ipify.org").expect("a plain address") }
    }
}
