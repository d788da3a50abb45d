//! What a reply means: a picture, or the class of trouble and whether it was paid for.
//!
//! **Spent.** An error that the API itself answers is not billed (`No`). A 200 is, whatever is in it (`Yes`). Where something
//! else answered in the API's place, or the API gave up waiting (408, 504, 524), nobody knows (`Unknown`).

mod classify;
mod fault;
mod wait;

use std::borrow::Cow;

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Image, Reply, Secrets, unreadable};
use serde::Deserialize;
use serde_json::Value;

use fault::Fault;

#[derive(Deserialize)]
struct Answer<'a> {
    #[serde(borrow)]
    data: Option<Vec<Option<Picture<'a>>>>,
}

#[derive(Deserialize)]
struct Picture<'a> {
    /// Borrowed from the body and copied once, by decoding: it is megabytes.
    #[serde(borrow)]
    b64_json: Option<Text<'a>>,
}

#[derive(Deserialize)]
#[serde(transparent)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The reply to a generation or an edit. A 200 is no success before a picture was found in it.
pub(crate) fn picture(reply: &Reply, key: &ApiKey) -> Result<Image, PluginError> {
    let secrets = Secrets::of(key);
    if !reply.status.is_success() {
        return Err(failure(reply, &secrets));
    }
    let data = match serde_json::from_slice::<Answer<'_>>(&reply.body) {
        Ok(Answer { data: Some(data) }) => data,
        read => {
            if let Some(fault) = Fault::read(reply) {
                return Err(classify::error(&fault, reply, &secrets));
            }
            return Err(match read {
                Ok(_) => secrets.error(Class::NoImage, Spent::Yes, "200 without data"),
                Err(error) => unreadable(reply, &error, &secrets),
            });
        }
    };
    // One is ordered.
    let Some(text) = data.iter().flatten().find_map(|picture| picture.b64_json.as_ref()) else {
        return Err(secrets.error(Class::NoImage, Spent::Yes, "a list of pictures without one"));
    };
    let image = Image::from_base64(&text.0).and_then(|bytes| {
        let mime = Image::mime_of(&bytes)?.to_owned();
        Some(Image { bytes, mime })
    });
    image.ok_or_else(|| secrets.error(Class::NoImage, Spent::Yes, "base64 that is no picture that we know"))
}

/// The reply to `GET models`: only the API's own list proves the key.
pub(crate) fn models(reply: &Reply, key: &ApiKey) -> Result<(), PluginError> {
    let secrets = Secrets::of(key);
    if reply.status == StatusCode::OK {
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        if body["object"] == "list" && body["data"].is_array() {
            return Ok(());
        }
        if Fault::read(reply).is_none() {
            return Err(secrets.error(Class::Overload, Spent::No, "200 without a list of models"));
        }
    }
    // Asking costs nothing, however it ends.
    Err(PluginError { spent: Spent::No, ..failure(reply, &secrets) })
}

fn failure(reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    match Fault::read(reply) {
        Some(fault) => classify::error(&fault, reply, secrets),
        None => classify::stranger(reply, secrets),
    }
}
