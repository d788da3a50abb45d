//! Certificates of a played authority, so that clients which insist on https can be served on loopback.

use std::{fmt, fs, io, path::Path, sync::Arc};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, KeyUsagePurpose};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};
use tokio_rustls::TlsAcceptor;

/// Names below it are in every certificate, and the played proxies find them on loopback. Nobody else does (RFC 6761), so
/// what reaches such a name went through a proxy that resolved it.
pub const PLAYED_DOMAIN: &str = "played.test";

/// A certificate authority made afresh; its key never leaves the process. Clones are the same one.
#[derive(Clone)]
pub struct PlayedCa(Arc<Authority>);

struct Authority {
    pem: String,
    server: Arc<ServerConfig>,
}

impl fmt::Debug for PlayedCa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PlayedCa").finish_non_exhaustive()
    }
}

impl PlayedCa {
    pub fn new() -> io::Result<Self> {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::DigitalSignature];
        params.distinguished_name.push(DnType::CommonName, "played authority");
        let issuer = CertifiedIssuer::self_signed(params, new_key()?).map_err(io::Error::other)?;

        let names = ["localhost", "127.0.0.1", "::1", PLAYED_DOMAIN].map(str::to_owned).into_iter();
        let names = names.chain([format!("*.{PLAYED_DOMAIN}")]).collect::<Vec<_>>();
        let mut params = CertificateParams::new(names).map_err(io::Error::other)?;
        params.distinguished_name.push(DnType::CommonName, "played upstream");
        let key = new_key()?;
        let certificate = params.signed_by(&key, &issuer).map_err(io::Error::other)?;
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let mut server = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .and_then(|config| config.with_no_client_auth().with_single_cert(vec![certificate.der().clone()], key))
            .map_err(io::Error::other)?;
        server.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self(Arc::new(Authority { pem: issuer.pem(), server: Arc::new(server) })))
    }

    /// The authority's certificate, for whoever is to trust it.
    pub fn pem(&self) -> &str {
        &self.0.pem
    }

    /// Writes [`pem`](Self::pem) to a file, as `SSL_CERT_FILE` wants it.
    pub fn write_pem(&self, path: &Path) -> io::Result<()> {
        fs::write(path, self.pem())
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.0.server))
    }
}

fn new_key() -> io::Result<KeyPair> {
    KeyPair::generate().map_err(io::Error::other)
}
