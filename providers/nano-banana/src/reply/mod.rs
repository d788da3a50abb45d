//! What a reply means: a picture, or the class of trouble and whether it was paid for.
//!
//! **Spent.** An error that the API itself answers is not billed (`No`). Every 200 may be, whatever is in it, a refusal
//! included (`Yes`). Where an error came as a 200, something else answered in the API's place, or the API gave up on work
//! it had begun (504, 499, 524), nobody knows (`Unknown`).

mod answer;
mod classify;
mod fault;
mod wait;

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Image, Reply, Secrets, unreadable};

use answer::{Answer, Found};
use fault::Fault;

/// The reply to `generateContent`. A 200 is no success before a picture was found in it.
pub(crate) fn picture(reply: &Reply, key: &ApiKey) -> Result<Image, PluginError> {
    let secrets = Secrets::of(key);
    if !reply.status.is_success() {
        return Err(failure(reply, &secrets));
    }
    match serde_json::from_slice::<Answer<'_>>(&reply.body) {
        Ok(answer) if answer.is_one() => answer.find().map_err(|missing| no_picture(&missing, &secrets)),
        read => {
            if let Some(fault) = Fault::read(reply) {
                return Err(classify::error(&fault, reply, &secrets));
            }
            Err(match read {
                Ok(_) => secrets.error(Class::NoImage, Spent::Yes, "200 with neither candidates nor promptFeedback"),
                Err(error) => unreadable(reply, &error, &secrets),
            })
        }
    }
}

/// The reply to `GET models/{model}`: only the API's own description of a model proves the key.
pub(crate) fn description(reply: &Reply, key: &ApiKey) -> Result<(), PluginError> {
    #[derive(serde::Deserialize)]
    struct Description {
        name: String,
    }
    let secrets = Secrets::of(key);
    if reply.status == StatusCode::OK {
        match serde_json::from_slice::<Description>(&reply.body) {
            Ok(model) if !model.name.is_empty() => return Ok(()),
            _ if Fault::read(reply).is_none() => {
                return Err(secrets.error(Class::Overload, Spent::No, "200 without the description of a model"));
            }
            _ => {}
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

fn no_picture(found: &Found, secrets: &Secrets<'_>) -> PluginError {
    secrets.said(secrets.error(found.class, Spent::Yes, &found.detail), found.said.as_deref())
}
