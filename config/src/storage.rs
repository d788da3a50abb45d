//! Where pictures and backups lie. Both may be objects in a bucket, named by keys `s3_*` of the section.

use std::path::PathBuf;

use secrecy::SecretString;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use url::Url;

/// Of one request of a backup, which brings a piece of 16 MiB: so long that a slow way out is enough.
const BACKUP_TIMEOUT_S: u32 = 300;

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    pub kind: StorageKind,
    pub dir: PathBuf,
    /// `None`: Amazon's own.
    #[serde(deserialize_with = "url_or_none")]
    pub s3_endpoint: Option<Url>,
    pub s3_region: String,
    /// Empty: there is none.
    pub s3_bucket: String,
    pub s3_prefix: String,
    pub s3_path_style: bool,
    pub s3_access_key: SecretString,
    pub s3_secret_key: SecretString,
    pub s3_timeout_s: u32,
    /// 0: no links.
    pub s3_links_s: u32,
    /// `None`: as `s3_endpoint`.
    #[serde(deserialize_with = "url_or_none")]
    pub s3_public_endpoint: Option<Url>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StorageKind {
    Fs,
    S3,
}

/// An empty text is none.
fn url_or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Url>, D::Error> {
    let text = String::deserialize(deserializer)?;
    if text.is_empty() {
        return Ok(None);
    }
    // The text may carry a password, so it is not repeated.
    text.parse().map(Some).map_err(|_| D::Error::custom("is not an address like \"https://s3.example.org\""))
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Backup {
    pub dir: PathBuf,
    /// Public keys of age; empty: whoever has the master key opens them.
    pub recipients: Vec<String>,
    pub keep_daily: u32,
    pub keep_weekly: u32,
    /// 0: nobody wants to know how old the newest one is.
    pub stale_hours: u32,
    #[serde(deserialize_with = "url_or_none")]
    pub s3_endpoint: Option<Url>,
    pub s3_region: String,
    /// Empty: they are brought into none.
    pub s3_bucket: String,
    pub s3_prefix: String,
    pub s3_path_style: bool,
    pub s3_access_key: SecretString,
    pub s3_secret_key: SecretString,
}

/// A bucket as a section names it.
#[derive(Clone, Copy, Debug)]
pub struct S3<'a> {
    /// "storage"
    pub section: &'static str,
    /// `None`: Amazon's own.
    pub endpoint: Option<&'a Url>,
    pub region: &'a str,
    /// Empty: there is none.
    pub bucket: &'a str,
    pub prefix: &'a str,
    pub path_style: bool,
    pub access_key: &'a SecretString,
    pub secret_key: &'a SecretString,
    pub timeout_s: u32,
}

impl S3<'_> {
    /// `storage.s3_bucket`, of `bucket`.
    pub fn key(&self, name: &str) -> String {
        format!("{}.s3_{name}", self.section)
    }

    pub fn is_named(&self) -> bool {
        !self.bucket.is_empty()
    }
}

impl Storage {
    pub fn s3(&self) -> S3<'_> {
        S3 {
            section: "storage",
            endpoint: self.s3_endpoint.as_ref(),
            region: &self.s3_region,
            bucket: &self.s3_bucket,
            prefix: &self.s3_prefix,
            path_style: self.s3_path_style,
            access_key: &self.s3_access_key,
            secret_key: &self.s3_secret_key,
            timeout_s: self.s3_timeout_s,
        }
    }
}

impl Backup {
    pub fn s3(&self) -> S3<'_> {
        S3 {
            section: "backup",
            endpoint: self.s3_endpoint.as_ref(),
            region: &self.s3_region,
            bucket: &self.s3_bucket,
            prefix: &self.s3_prefix,
            path_style: self.s3_path_style,
            access_key: &self.s3_access_key,
            secret_key: &self.s3_secret_key,
            timeout_s: BACKUP_TIMEOUT_S,
        }
    }
}
