//! What every plugin's calls have in common.

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use http::{Method, Request, Uri};
use secrecy::{ExposeSecret as _, SecretString};

use super::{ApiKey, Reply};
use crate::outcome::{Class, PluginError, Spent};

/// The credentials that a call was made with: they are cut out of everything that is said of it.
#[derive(Clone)]
pub struct Secrets<'a>(Vec<&'a str>);

impl std::fmt::Debug for Secrets<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secrets({})", self.0.len())
    }
}

impl<'a> Secrets<'a> {
    pub fn of(key: &'a ApiKey) -> Self {
        Self(key.secrets())
    }

    pub fn error(&self, class: Class, spent: Spent, detail: &str) -> PluginError {
        PluginError::new(class, spent, detail, &self.0)
    }

    /// Adds the model's own words, where it said any.
    pub fn said(&self, error: PluginError, words: Option<&str>) -> PluginError {
        match words {
            Some(words) => error.said(words, &self.0),
            None => error,
        }
    }

    pub fn are_in(&self, text: &str) -> bool {
        self.0.iter().any(|secret| !secret.is_empty() && text.contains(secret))
    }
}

/// The key as a header's value: `scheme` (`"Bearer "`, or nothing), then the secret.
pub fn key_header(scheme: &str, secret: &SecretString) -> Result<HeaderValue, PluginError> {
    let value = HeaderValue::from_str(&format!("{scheme}{}", secret.expose_secret()));
    let odd = |_| PluginError::new(Class::KeyInvalid, Spent::No, "the key holds characters that no key has", &[]);
    let mut value = value.map_err(odd)?;
    value.set_sensitive(true);
    Ok(value)
}

/// A GET with the key in `Authorization`.
pub fn get(uri: &Uri, authorization: HeaderValue) -> Request<Bytes> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = uri.clone();
    request.headers_mut().insert(AUTHORIZATION, authorization);
    request
}

/// A POST of JSON, as far as its body can be written and is not larger than the operator allows.
pub fn post_json(
    uri: &Uri,
    body: serde_json::Result<Vec<u8>>,
    bytes_max: usize,
) -> Result<Request<Bytes>, PluginError> {
    let unwritten =
        |e| PluginError::new(Class::BadRequest, Spent::No, &format!("the request can't be written: {e}"), &[]);
    post(uri, HeaderValue::from_static("application/json"), body.map_err(unwritten)?, bytes_max)
}

/// A POST of anything, as far as it is not larger than the operator allows.
pub fn post(
    uri: &Uri,
    content_type: HeaderValue,
    body: Vec<u8>,
    bytes_max: usize,
) -> Result<Request<Bytes>, PluginError> {
    if body.len() > bytes_max {
        let detail = format!("the request has {} bytes, {bytes_max} are allowed", body.len());
        return Err(PluginError::new(Class::TooLarge, Spent::No, &detail, &[]));
    }
    let mut request = Request::new(Bytes::from(body));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri.clone();
    request.headers_mut().insert(CONTENT_TYPE, content_type);
    Ok(request)
}

/// A 200 that can't be read: cut off, or not from the API at all.
pub fn unreadable(reply: &Reply, error: &serde_json::Error, secrets: &Secrets<'_>) -> PluginError {
    let begun = reply.body.iter().find(|b| !b.is_ascii_whitespace()).is_some_and(|b| matches!(b, b'{' | b'['));
    let spent = if begun { Spent::Yes } else { Spent::Unknown };
    // Category and place only: the error's text may quote the body.
    let detail = format!(
        "200 with a body of {} bytes that is not an answer ({:?} error at line {} column {})",
        reply.body.len(),
        error.classify(),
        error.line(),
        error.column()
    );
    secrets.error(Class::Overload, spent, &detail)
}
