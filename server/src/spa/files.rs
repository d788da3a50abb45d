//! Where the files of the front end come from.

use std::path::PathBuf;

use rust_embed::RustEmbed;
use salvo::hyper::body::Bytes;
use sha2::{Digest as _, Sha256};

/// The built front end. In debug builds it is read from the folder at run time.
#[derive(RustEmbed)]
#[folder = "../spa/dist"]
struct Embedded;

#[derive(Debug)]
pub enum Files {
    Embedded,
    Folder(PathBuf),
}

pub struct File {
    pub bytes: Bytes,
    hash: [u8; 32],
}

impl Files {
    pub fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Self::Embedded, Self::Folder)
    }

    /// `path` is relative and may say anything: what leaves the folder or is hidden is not there.
    pub async fn get(&self, path: &str) -> Option<File> {
        if path.contains('\\') || path.split('/').any(|part| part.is_empty() || part.starts_with('.')) {
            return None;
        }
        match self {
            Self::Embedded => {
                let file = Embedded::get(path)?;
                let hash = file.metadata.sha256_hash();
                let bytes = match file.data {
                    std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
                    std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
                };
                Some(File { bytes, hash })
            }
            Self::Folder(folder) => {
                let bytes = tokio::fs::read(folder.join(path)).await.ok()?;
                Some(File { hash: Sha256::digest(&bytes).into(), bytes: bytes.into() })
            }
        }
    }
}

impl File {
    pub fn etag(&self) -> String {
        format!("\"{}\"", hex::encode(&self.hash[..16]))
    }
}

/// By the end of the name; these are all the kinds that a build makes.
pub fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
