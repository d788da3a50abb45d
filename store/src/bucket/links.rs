//! Addresses at which a bucket gives an object out by itself.

use std::time::{Duration, UNIX_EPOCH};

use aws_sdk_s3::Client;
use aws_sdk_s3::config::SharedHttpClient;
use aws_sdk_s3::presigning::PresigningConfig;
use nproxy_domain::Timestamp;
use nproxy_domain::assets::{AssetStoreError, Presented};
use url::Url;

use super::{BucketSettings, client};

#[derive(Clone, Debug)]
pub struct LinkSettings {
    /// How long an address is good, in seconds, at most.
    pub lifetime_s: u32,
    /// Where browsers reach the bucket; `None`: where nproxy does.
    pub endpoint: Option<Url>,
}

/// Signs addresses; asks nobody.
pub struct Links {
    client: Client,
    bucket: String,
    lifetime_s: u64,
    origin: String,
}

impl Links {
    pub async fn new(
        settings: &BucketSettings,
        links: &LinkSettings,
        http: SharedHttpClient,
    ) -> Result<Self, AssetStoreError> {
        let endpoint = links.endpoint.as_ref().or(settings.endpoint.as_ref());
        let new = Self {
            client: client(settings, endpoint, http),
            bucket: settings.bucket.clone(),
            lifetime_s: links.lifetime_s.into(),
            origin: String::new(),
        };
        // Whether the bucket is a part of the host is the client's affair, so one address is made to be looked at.
        let some = Presented { mime: "image/png", disposition: "inline" };
        let origin = new.link("x".to_owned(), some, Timestamp::UNIX_EPOCH).await?.origin().ascii_serialization();
        Ok(Self { origin, ..new })
    }

    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Good for half of the lifetime at least: within one half the address is the same, so that a browser that has the
    /// picture does not fetch it again.
    pub async fn link(&self, place: String, shown: Presented<'_>, now: Timestamp) -> Result<Url, AssetStoreError> {
        let now = u64::try_from(now.timestamp()).unwrap_or_default();
        let begun = now - now % (self.lifetime_s / 2).max(1);
        let signed = PresigningConfig::builder()
            .start_time(UNIX_EPOCH + Duration::from_secs(begun))
            .expires_in(Duration::from_secs(self.lifetime_s))
            .build()
            .map_err(|error| unsigned(&error))?;
        let request = self
            .client
            .get_object()
            .bucket(&self.bucket)
            .key(place)
            .response_content_type(shown.mime)
            .response_content_disposition(shown.disposition)
            .response_cache_control(format!("private, max-age={}", self.lifetime_s))
            .presigned(signed)
            .await
            .map_err(|error| unsigned(&error))?;
        Url::parse(request.uri()).map_err(|error| unsigned(&error))
    }
}

/// The error's own words may repeat the address.
fn unsigned(error: &dyn std::error::Error) -> AssetStoreError {
    tracing::debug!(error = super::trouble::root(error), "no link can be signed");
    AssetStoreError::Unavailable("no link can be made of the bucket's settings".to_owned())
}
