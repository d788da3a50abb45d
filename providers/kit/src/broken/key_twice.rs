//! Sends the key in two headers; some upstreams refuse that.

use bytes::Bytes;
use http::{HeaderValue, Request};
use nproxy_domain::outcome::PluginError;
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct KeyTwice;

impl Ways for KeyTwice {
    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        let mut request = toy::request(base, path, body, secret)?;
        if let Ok(mut bearer) = HeaderValue::from_str(&format!("Bearer {secret}")) {
            bearer.set_sensitive(true);
            request.headers_mut().insert("authorization", bearer);
        }
        Ok(request)
    }
}
