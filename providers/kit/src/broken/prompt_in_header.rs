//! Repeats the prompt in a header.

use bytes::Bytes;
use http::{HeaderValue, Request};
use nproxy_domain::outcome::PluginError;
use serde_json::Value;

use super::toy::{self, Ways};

pub(super) struct PromptInHeader;

impl Ways for PromptInHeader {
    fn request(base: &str, path: &str, body: Option<Value>, secret: &str) -> Result<Request<Bytes>, PluginError> {
        let prompt = body.as_ref().and_then(|b| b["prompt"].as_str()).unwrap_or_default().to_owned();
        let mut request = toy::request(base, path, body, secret)?;
        let ascii: String = prompt.chars().filter(char::is_ascii_graphic).collect();
        if let Ok(value) = HeaderValue::from_str(&ascii) {
            request.headers_mut().insert("x-prompt", value);
        }
        Ok(request)
    }
}
