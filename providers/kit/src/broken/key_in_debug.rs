//! Does not mark the header sensitive, so Debug of the request shows the key.

use bytes::Bytes;
use http::{HeaderValue, Request};
use nproxy_domain::outcome::PluginError;
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct KeyInDebug;

impl Ways for KeyInDebug {
    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        let mut request = toy::request(base, path, body, secret)?;
        if let Ok(plain) = HeaderValue::from_str(secret) {
            request.headers_mut().insert("x-toy-key", plain);
        }
        Ok(request)
    }
}
