//! What can be wrong with the place of pictures before anybody is asked.

use secrecy::ExposeSecret as _;
use url::{Host, Url};

use super::{Check, is_far};
use crate::sections::{Storage, StorageKind};

/// A link has to outlive the way from us to the bucket, and is nobody's secret for long.
const LINKS_S_MIN: u32 = 10;
const LINKS_S_MAX: u32 = 3600;

impl Check<'_> {
    pub(super) fn storage(&mut self, storage: &Storage) {
        self.range("storage.s3_timeout_s", storage.s3_timeout_s, 1..=300);
        if storage.s3_links_s != 0 {
            self.range("storage.s3_links_s", storage.s3_links_s, LINKS_S_MIN..=LINKS_S_MAX);
        }
        for (key, url) in
            [("storage.s3_endpoint", &storage.s3_endpoint), ("storage.s3_public_endpoint", &storage.s3_public_endpoint)]
        {
            if let Some(url) = url {
                self.endpoint(key, url, storage.s3_path_style);
            }
        }
        if !is_prefix(&storage.s3_prefix) {
            self.wrong("storage.s3_prefix", "is words of letters, digits, -, _ and . that each end with /, or empty");
        }
        // A bucket may be named to copy to while files are still what is served.
        if storage.kind == StorageKind::S3 || !storage.s3_bucket.is_empty() {
            self.bucket(storage);
        }
    }

    fn bucket(&mut self, storage: &Storage) {
        if storage.s3_bucket.is_empty() {
            self.unset("storage.s3_bucket", "storage.kind is \"s3\", so name the bucket that pictures lie in");
        } else if !is_bucket(&storage.s3_bucket) {
            self.wrong("storage.s3_bucket", "is 3 to 63 lower-case letters, digits, - and .");
        }
        if storage.s3_region.is_empty() {
            self.unset("storage.s3_region", "servers of one's own usually take \"us-east-1\"");
        }
        for (key, value) in
            [("storage.s3_access_key", &storage.s3_access_key), ("storage.s3_secret_key", &storage.s3_secret_key)]
        {
            if value.expose_secret().is_empty() {
                self.unset(key, "the bucket needs a key that may list, read, write and delete in it");
            }
        }
    }

    fn endpoint(&mut self, key: &str, url: &Url, path_style: bool) {
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            self.wrong(key, "is not an http or https address");
        } else if !bare || !url.username().is_empty() || url.password().is_some() {
            self.wrong(key, "must be a bare origin like \"https://s3.example.org\": no path, no name and no password");
        } else if url.scheme() == "http" && is_far(url) {
            self.wrong(key, "is in the clear and neither on this machine nor in a private network: use https");
        } else if !path_style && matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_))) {
            self.wrong(key, "has no name for a bucket to stand before: set storage.s3_path_style = true");
        }
    }

    fn unset(&mut self, key: &str, how: &str) {
        self.problems.push(self.places.missing(key, how));
    }
}

fn is_prefix(text: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    let word = |word: &str| !word.is_empty() && !word.starts_with('.') && word.bytes().all(plain);
    text.is_empty() || text.strip_suffix('/').is_some_and(|words| words.split('/').all(word))
}

fn is_bucket(text: &str) -> bool {
    (3..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'.')
}
