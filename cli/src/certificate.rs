//! Looks at the certificate of the public address, as a browser would meet it.

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use chrono::DateTime;
use nproxy_domain::Timestamp;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use url::Url;
use x509_parser::parse_x509_certificate;

const TIMEOUT: Duration = Duration::from_secs(4);
const HTTPS: u16 = 443;

/// Of an address that is served over https.
#[derive(Clone, Debug)]
pub struct Certificate {
    host: String,
    port: u16,
}

impl Certificate {
    /// `None`: the address has none.
    pub fn of(url: &Url) -> Option<Self> {
        let host = url.host_str()?.trim_matches(['[', ']']).to_owned();
        (url.scheme() == "https").then(|| Self { host, port: url.port().unwrap_or(HTTPS) })
    }

    async fn look(&self) -> anyhow::Result<Timestamp> {
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider.clone())
            .with_safe_default_protocol_versions()?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(TakesAny(provider)))
            .with_no_client_auth();
        let name = ServerName::try_from(self.host.clone())?;
        let stream = TcpStream::connect((self.host.as_str(), self.port)).await?;
        let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
        let chain = stream.get_ref().1.peer_certificates().unwrap_or_default();
        let leaf = chain.first().ok_or_else(|| anyhow::anyhow!("it showed none"))?;
        let (_, leaf) = parse_x509_certificate(leaf)?;
        let ends_at = DateTime::from_timestamp(leaf.validity().not_after.timestamp(), 0);
        ends_at.ok_or_else(|| anyhow::anyhow!("it names no time that there is"))
    }
}

#[async_trait]
impl nproxy_app::health::Certificate for Certificate {
    async fn ends_at(&self) -> Result<Timestamp, String> {
        let looked = tokio::time::timeout(TIMEOUT, self.look()).await;
        looked.map_err(|_| "no answer in time".to_owned())?.map_err(|error| format!("{error:#}"))
    }
}

/// Nothing is sent over this connection, and one that has expired is what is looked for.
#[derive(Debug)]
struct TakesAny(Arc<CryptoProvider>);

impl ServerCertVerifier for TakesAny {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_address_over_https_has_a_certificate() {
        let of = |url: &str| Certificate::of(&url.parse().unwrap()).map(|it| (it.host, it.port));
        assert_eq!(of("https://example.com/"), Some(("example.com".to_owned(), 443)));
        assert_eq!(of("https://[::1]:8443/"), Some(("::1".to_owned(), 8443)));
        assert_eq!(of("http://127.0.0.1:8080/"), None);
    }
}
