//! Offers pictures and can't ask for one.

use bytes::Bytes;
use http::Request;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct BeginsNothing;

impl Ways for BeginsNothing {
    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        match body {
            None => toy::request(base, path, None, secret),
            Some(_) => Err(PluginError::new(Class::ModelGone, Spent::No, "not written yet", &[])),
        }
    }
}
