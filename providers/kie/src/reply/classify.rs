//! Codes to classes, with the words where a code stands for several things. Every row has a reply file in `fixtures/`.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::Reply;
use serde_json::Value;

use super::envelope::{Envelope, number};
use super::{Hidden, asked_wait};

/// When an error came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Create,
    /// The task was taken.
    After,
}

/// Said of a refused prompt or picture.
const REFUSED: [&str; 8] =
    ["polic", "safety", "flagged", "prohibited", "sensitive", "nsfw", "inappropriate", "moderation"];
/// Said besides where it is the result that was refused.
const OF_THE_RESULT: [&str; 2] = ["generated", "output"];
/// Said of a model that is not there.
const NO_MODEL: [&str; 2] = ["model name", "model is not"];
/// Said of a picture of the customer's.
const TOO_LARGE: [&str; 2] = ["too large", "exceeds the maximum"];

/// An error in the protocol's own form.
pub(super) fn error(stage: Stage, envelope: &Envelope, reply: &Reply, hidden: &Hidden) -> PluginError {
    let code = envelope.trouble();
    let class = class(stage, code, &envelope.message);
    let spent =
        if stage == Stage::Create && !matches!(code, 408 | 499 | 504 | 524) { Spent::No } else { Spent::Unknown };
    let wait = asked_wait(reply).filter(|_| matches!(class, Class::RateLimited | Class::Overload));
    let detail = format!("HTTP {} code {code}: {}", reply.status.as_u16(), envelope.message);
    let error = hidden.error(class, spent, &detail).retry_after(wait);
    if class == Class::PolicyPrompt { hidden.said(error, &envelope.message) } else { error }
}

/// Anything else: a load balancer's page, an empty body, an answer cut short. Only the status counts, and behind a 5xx or a
/// 200 of such a stranger a task may have been taken.
pub(super) fn stranger(stage: Stage, reply: &Reply, hidden: &Hidden) -> PluginError {
    let class = match reply.status.as_u16() {
        // A page in front of the API refuses addresses; of keys it knows nothing.
        403 => Class::RegionBlocked,
        407 => Class::ProxyTransport,
        status => class(stage, status, ""),
    };
    let no = stage == Stage::Create && reply.status.is_client_error() && !matches!(reply.status.as_u16(), 408 | 499);
    let spent = if no { Spent::No } else { Spent::Unknown };
    let detail =
        format!("HTTP {} with {} bytes that are no answer of the API", reply.status.as_u16(), reply.body.len());
    let wait = asked_wait(reply).filter(|_| class == Class::RateLimited);
    hidden.error(class, spent, &detail).retry_after(wait)
}

/// A task that was taken and failed: `failCode` and `failMsg`.
pub(super) fn failed(data: &Value, hidden: &Hidden) -> PluginError {
    let words = data["failMsg"].as_str().unwrap_or_default();
    let code = number(&data["failCode"]);
    let class = match refused(words) {
        Some(class) => class,
        None => match code {
            // Nothing was made and nobody is at fault.
            None | Some(200 | 404 | 501) => Class::NoImage,
            Some(code) => class(Stage::After, code, words),
        },
    };
    let code = code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
    let error = hidden.error(class, Spent::Unknown, &format!("the task failed, {code}: {words}"));
    if matches!(class, Class::PolicyPrompt | Class::PolicyOutput) { hidden.said(error, words) } else { error }
}

/// What was refused, by the words.
fn refused(words: &str) -> Option<Class> {
    let words = words.to_lowercase();
    let any = |all: &[&str]| all.iter().any(|word| words.contains(word));
    let class = if any(&OF_THE_RESULT) { Class::PolicyOutput } else { Class::PolicyPrompt };
    any(&REFUSED).then_some(class)
}

fn class(stage: Stage, code: u16, words: &str) -> Class {
    let says = |all: &[&str]| {
        let words = words.to_lowercase();
        all.iter().any(|word| words.contains(word))
    };
    match code {
        400 | 422 if refused(words).is_some() => Class::PolicyPrompt,
        400 | 404 | 422 if stage == Stage::Create && says(&NO_MODEL) => Class::ModelGone,
        400 | 413 | 422 if code == 413 || says(&TOO_LARGE) => Class::TooLarge,
        400 | 409 | 415 | 422 => Class::BadRequest,
        401 | 403 => Class::KeyInvalid,
        402 => Class::OutOfFunds,
        404 | 405 | 410 if stage == Stage::Create => Class::ModelGone,
        // It is the task that is not found, or that ended without a picture.
        404 | 405 | 410 => Class::NoImage,
        501 if stage == Stage::After => Class::NoImage,
        429 => Class::RateLimited,
        451 => Class::RegionBlocked,
        // The feature is switched off.
        505 => Class::ModelGone,
        // 408, 455 (maintenance), 5xx, redirects that are not followed, and whatever else is not of this protocol.
        _ => Class::Overload,
    }
}
