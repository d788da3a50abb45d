//! Objects in a bucket, by the S3 protocol.
//!
//! - [`Bucket`] is the asset store ([`objects`]); its objects are private, and read through nproxy.
//! - [`Bucket::check`] says at a start what is wrong with the settings.
//! - [`Bucket::upload`] and [`Bucket::download`] are for whole files of any size ([`files`]).
//! - [`Links`]: addresses at which the bucket itself gives an object out for a short while.
//!
//! Every request is tried a few times and ends after a while. What the server says is other people's text: it is made
//! plain, and never more than its code and message.

mod check;
mod files;
mod links;
mod objects;
mod trouble;

use std::fmt;
use std::time::Duration;

use aws_sdk_s3::Client;
use aws_sdk_s3::config::retry::RetryConfig;
use aws_sdk_s3::config::timeout::TimeoutConfig;
use aws_sdk_s3::config::{
    BehaviorVersion, Credentials, Region, RequestChecksumCalculation, ResponseChecksumValidation, SharedHttpClient,
    StalledStreamProtectionConfig,
};
use aws_smithy_http_client::Builder;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use nproxy_domain::assets::{AssetStoreError, StorageKey};
use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

pub use check::{BucketTrouble, Setting};
pub use files::{FileObject, TransferError};
pub use links::LinkSettings;
use links::Links;

/// Of one request, the first one included.
const TRIES_MAX: u32 = 3;
/// Of a read that broke off in the middle.
const READS_MAX: u32 = 2;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Between tries; doubled, and shortened by chance.
const BACKOFF_FIRST: Duration = Duration::from_millis(100);
const BACKOFF_MAX: Duration = Duration::from_secs(1);

#[derive(Clone, Debug)]
pub struct BucketSettings {
    /// `None`: the region's own at Amazon.
    pub endpoint: Option<Url>,
    pub region: String,
    pub bucket: String,
    /// Before every key; empty or ending with a slash.
    pub prefix: String,
    /// `endpoint/bucket/key` instead of `bucket.endpoint/key`.
    pub path_style: bool,
    pub access_key: SecretString,
    pub secret_key: SecretString,
    /// How long one try may take until the answer begins, and then each piece of it.
    pub timeout: Duration,
    /// `None`: no links are given.
    pub links: Option<LinkSettings>,
}

/// Objects under one prefix of a bucket. Cheap to make: it connects when it is used.
pub struct Bucket {
    client: Client,
    name: String,
    prefix: String,
    timeout: Duration,
    links: Option<Links>,
}

impl Bucket {
    /// Only settings that no request can be made of are an error; whether the bucket is there, [`check`](Self::check)
    /// says.
    pub async fn open(settings: BucketSettings) -> Result<Self, AssetStoreError> {
        let http = Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https();
        let client = client(&settings, settings.endpoint.as_ref(), http.clone());
        let links = match &settings.links {
            Some(links) => Some(Links::new(&settings, links, http).await?),
            None => None,
        };
        let BucketSettings { bucket, prefix, timeout, .. } = settings;
        Ok(Self { client, name: bucket, prefix, timeout, links })
    }

    /// Where an object lies in the bucket.
    fn place(&self, key: &StorageKey) -> Result<String, AssetStoreError> {
        place(&self.prefix, key)
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Bucket").field("name", &self.name).field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

fn place(prefix: &str, key: &StorageKey) -> Result<String, AssetStoreError> {
    if key.is_plain() { Ok(format!("{prefix}{key}")) } else { Err(AssetStoreError::NotFound(key.clone())) }
}

fn client(settings: &BucketSettings, endpoint: Option<&Url>, http: SharedHttpClient) -> Client {
    let (access, secret) = (settings.access_key.expose_secret(), settings.secret_key.expose_secret());
    let mut config = aws_sdk_s3::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(settings.region.clone()))
        .credentials_provider(Credentials::new(access, secret, None, None, "configuration"))
        .force_path_style(settings.path_style)
        .http_client(http)
        .retry_config(
            RetryConfig::standard()
                .with_max_attempts(TRIES_MAX)
                .with_initial_backoff(BACKOFF_FIRST)
                .with_max_backoff(BACKOFF_MAX),
        )
        .timeout_config(
            TimeoutConfig::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .operation_attempt_timeout(settings.timeout)
                .build(),
        )
        // A reader may be slow without the server's fault; a piece that does not come is given up by `objects`.
        .stalled_stream_protection(StalledStreamProtectionConfig::disabled())
        // The signature covers what is sent. Not every server knows the checksums that were invented on top.
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
    if let Some(endpoint) = endpoint {
        config = config.endpoint_url(endpoint.as_str());
    }
    Client::from_conf(config.build())
}
