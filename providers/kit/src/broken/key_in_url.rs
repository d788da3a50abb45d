//! Sends the key in the address, where every proxy logs it.

use bytes::Bytes;
use http::Request;
use nproxy_domain::outcome::PluginError;
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct KeyInUrl;

impl Ways for KeyInUrl {
    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        let mut request = toy::request(base, path, body, secret)?;
        if let Ok(uri) = format!("{}?key={secret}", request.uri()).parse() {
            *request.uri_mut() = uri;
        }
        Ok(request)
    }
}
