//! What a reply means: a picture, money left, or the class of trouble and whether it was paid for.
//!
//! **Spent.** An error with its own HTTP status is not billed (`No`). A 200 is, whatever words are in it (`Yes`). An error
//! inside a 200 comes when the work had begun, and where something else answered in the API's place, or the API gave up
//! waiting (408, 504, 524), nobody knows (`Unknown`).

mod answer;
mod classify;
mod fault;
mod money;
mod wait;

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Image, Reply, Secrets, unreadable};

use answer::{Answer, Found};
use fault::Fault;

pub(crate) use money::{credits_left, key_limit, unknown_balance};

/// The reply to `chat/completions`. A 200 is no success before a picture was found in it.
pub(crate) fn picture(reply: &Reply, key: &ApiKey) -> Result<Image, PluginError> {
    let secrets = Secrets::of(key);
    if !reply.status.is_success() {
        return Err(failure(reply, &secrets));
    }
    let answer = match serde_json::from_slice::<Answer<'_>>(&reply.body) {
        Ok(answer) if answer.is_one() => answer,
        read => {
            if let Some(fault) = Fault::read(reply) {
                return Err(classify::error(&fault, reply, &secrets));
            }
            return Err(match read {
                Ok(_) => secrets.error(Class::NoImage, Spent::Yes, "200 without choices"),
                Err(error) => unreadable(reply, &error, &secrets),
            });
        }
    };
    match (answer.picture(), answer.error()) {
        (Some(picture), _) => picture.map_err(|missing| no_picture(&missing, &secrets)),
        (None, Some(error)) => Err(classify::error(&Fault::inside(reply.status, error), reply, &secrets)),
        (None, None) => Err(no_picture(&answer.reason(), &secrets)),
    }
}

fn failure(reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    match Fault::read(reply) {
        Some(fault) => classify::error(&fault, reply, secrets),
        None => classify::stranger(reply, secrets),
    }
}

fn no_picture(found: &Found, secrets: &Secrets<'_>) -> PluginError {
    secrets.said(secrets.error(found.class, found.spent, &found.detail), found.said.as_deref())
}
