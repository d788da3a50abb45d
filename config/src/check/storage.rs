//! What can be wrong with the place of pictures, and with any bucket, before anybody is asked.

use secrecy::ExposeSecret as _;
use url::{Host, Url};

use super::{Check, is_far};
use crate::storage::{S3, Storage, StorageKind};

/// A link has to outlive the way from us to the bucket, and is nobody's secret for long.
const LINKS_S_MIN: u32 = 10;
const LINKS_S_MAX: u32 = 3600;

impl Check<'_> {
    pub(super) fn storage(&mut self, storage: &Storage) {
        self.range("storage.s3_timeout_s", storage.s3_timeout_s, 1..=300);
        if storage.s3_links_s != 0 {
            self.range("storage.s3_links_s", storage.s3_links_s, LINKS_S_MIN..=LINKS_S_MAX);
        }
        if storage.kind == StorageKind::S3 && storage.s3_bucket.is_empty() {
            self.unset("storage.s3_bucket", "storage.kind is \"s3\", so name the bucket that pictures lie in");
        }
        // A bucket may be named to copy to while files are still what is served.
        self.s3(&storage.s3(), storage.kind == StorageKind::S3);
        if let Some(url) = &storage.s3_public_endpoint {
            self.endpoint(&storage.s3(), "public_endpoint", url);
        }
    }

    /// `wanted`: also where no bucket is named, it must have all else.
    pub(super) fn s3(&mut self, s3: &S3<'_>, wanted: bool) {
        if let Some(url) = s3.endpoint {
            self.endpoint(s3, "endpoint", url);
        }
        if !is_prefix(s3.prefix) {
            self.wrong(&s3.key("prefix"), "is words of letters, digits, -, _ and . that each end with /, or empty");
        }
        if !s3.is_named() && !wanted {
            return;
        }
        if s3.is_named() && !is_bucket(s3.bucket) {
            self.wrong(&s3.key("bucket"), "is 3 to 63 lower-case letters, digits, - and .");
        }
        if s3.region.is_empty() {
            self.unset(&s3.key("region"), "servers of one's own usually take \"us-east-1\"");
        }
        for (name, value) in [("access_key", s3.access_key), ("secret_key", s3.secret_key)] {
            if value.expose_secret().is_empty() {
                self.unset(&s3.key(name), "the bucket needs a key that may list, read, write and delete in it");
            }
        }
    }

    /// What lies among the pictures and is none is removed there.
    pub(super) fn apart(&mut self, backups: &S3<'_>, pictures: &S3<'_>) {
        let is_same = (backups.endpoint, backups.bucket) == (pictures.endpoint, pictures.bucket);
        if backups.is_named() && is_same && backups.prefix.starts_with(pictures.prefix) {
            let reason =
                "is where pictures lie, and what no picture is known for is removed there: name another bucket";
            self.wrong(&backups.key("bucket"), reason);
        }
    }

    fn endpoint(&mut self, s3: &S3<'_>, name: &str, url: &Url) {
        let key = &s3.key(name);
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            self.wrong(key, "is not an http or https address");
        } else if !bare || !url.username().is_empty() || url.password().is_some() {
            self.wrong(key, "must be a bare origin like \"https://s3.example.org\": no path, no name and no password");
        } else if url.scheme() == "http" && is_far(url) {
            self.wrong(key, "is in the clear and neither on this machine nor in a private network: use https");
        } else if !s3.path_style && matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_))) {
            self.wrong(key, format!("has no name for a bucket to stand before: set {} = true", s3.key("path_style")));
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
