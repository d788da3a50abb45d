//! Servers of buckets: one in this process, which can go away and come back, and the one that `NPROXY_TEST_S3` names.

use std::net::SocketAddr;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::TokioIo;
use nproxy_store::bucket::{Bucket, BucketSettings};
use s3s::auth::SimpleAuth;
use s3s::host::MultiDomain;
use s3s::service::{S3Service, S3ServiceBuilder};
use s3s_fs::FileSystem;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio::task::{JoinHandle, JoinSet};
use url::Url;

pub const BUCKET: &str = "pictures";
/// Whose subdomains are buckets.
pub const DOMAIN: &str = "s3.example";
const ACCESS_KEY: &str = "nproxy-access";
const SECRET_KEY: &str = "nproxy-secret-of-the-bucket";

/// A bucket's server in this process.
pub struct Played {
    folder: TempDir,
    address: SocketAddr,
    serving: JoinHandle<()>,
}

impl Played {
    pub async fn start() -> Self {
        let folder = TempDir::new().expect("a folder");
        std::fs::create_dir(folder.path().join(BUCKET)).expect("a bucket");
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let serving = tokio::spawn(serve(listener, service(&folder, address)));
        Self { folder, address, serving }
    }

    /// With all of its connections.
    pub fn stop(&self) {
        self.serving.abort();
    }

    pub async fn start_again(&mut self) {
        let listener = TcpListener::bind(self.address).await.expect("the same port");
        self.serving = tokio::spawn(serve(listener, service(&self.folder, self.address)));
    }

    pub fn settings(&self) -> BucketSettings {
        settings(&format!("http://{}", self.address), ACCESS_KEY, SECRET_KEY, BUCKET)
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Played {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The real server, with a prefix of one's own.
pub fn real(prefix: &str) -> BucketSettings {
    let said = std::env::var("NPROXY_TEST_S3").unwrap_or_else(|_| {
        panic!("NPROXY_TEST_S3 is not set, and this test needs an S3 server: run `make test`, or `scripts/with-s3 cargo nextest run --workspace ..`")
    });
    let url = Url::parse(&said).expect("http://key:secret@host:port/bucket");
    let bucket = url.path().trim_matches('/').to_owned();
    let origin = url.origin().ascii_serialization();
    let key = (url.username(), url.password().expect("a secret key"));
    BucketSettings { prefix: format!("{prefix}-{}/", std::process::id()), ..settings(&origin, key.0, key.1, &bucket) }
}

pub fn settings(endpoint: &str, access_key: &str, secret_key: &str, bucket: &str) -> BucketSettings {
    BucketSettings {
        endpoint: Some(Url::parse(endpoint).expect("an address")),
        region: "us-east-1".into(),
        bucket: bucket.into(),
        prefix: "some/where/".into(),
        path_style: true,
        access_key: access_key.to_owned().into(),
        secret_key: secret_key.to_owned().into(),
        timeout: Duration::from_secs(20),
        links: None,
    }
}

pub async fn open(settings: BucketSettings) -> Bucket {
    Bucket::open(settings).await.expect("settings of which requests can be made")
}

fn service(folder: &TempDir, address: SocketAddr) -> S3Service {
    let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).expect("a folder"));
    builder.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
    builder.set_host(MultiDomain::new([address.to_string(), DOMAIN.to_owned()]).expect("two domains"));
    builder.build()
}

async fn serve(listener: TcpListener, service: S3Service) {
    let mut connections = JoinSet::new();
    while let Ok((socket, _)) = listener.accept().await {
        connections.spawn(http1::Builder::new().serve_connection(TokioIo::new(socket), service.clone()));
    }
}

/// A server that answers every request with these bytes and hangs up; empty: it says nothing and stays.
pub async fn canned(answer: &'static str) -> (BucketSettings, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let served: JoinHandle<()> = tokio::spawn(async move {
        let mut connections = JoinSet::new();
        loop {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            connections.spawn(async move {
                let mut head = [0; 8192];
                let _ = socket.read(&mut head).await;
                if answer.is_empty() {
                    std::future::pending::<()>().await;
                }
                let _ = socket.write_all(answer.as_bytes()).await;
                let _ = socket.shutdown().await;
            });
        }
    });
    (settings(&format!("http://{address}"), ACCESS_KEY, SECRET_KEY, BUCKET), served)
}
