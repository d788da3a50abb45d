//! Codes to classes, with the words where a code stands for several things. Every row has a reply file in `fixtures/`.

use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::Reply;
use serde_json::Value;

use super::envelope::{Envelope, number};
use super::{Hidden, asked_wait};

/// What was asked when an error came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    /// That a task be taken.
    Task,
    /// How far it came.
    Record,
    /// What is left of the money.
    Credit,
}

/// Said of a refused prompt or picture.
const REFUSED: [&str; 8] =
    ["polic", "safety", "flagged", "prohibited", "sensitive", "nsfw", "inappropriate", "moderation"];
/// Said besides where it is the result that was refused.
const OF_THE_RESULT: [&str; 2] = ["generated", "output"];
/// Said of a model that is not there.
const NO_MODEL: [&str; 2] = ["model name", "model is not"];
/// Said of our link to a picture, which it could not fetch.
const UNFETCHED: [&str; 3] = ["fetch fail", "access settings", "download"];
/// Said of a picture of the customer's.
const TOO_LARGE: [&str; 2] = ["too large", "exceeds the maximum"];

/// An error in the protocol's own form.
pub(super) fn error(asked: Asked, envelope: &Envelope, reply: &Reply, hidden: &Hidden) -> PluginError {
    let code = envelope.trouble();
    let class = class(asked, code, &envelope.message);
    let spent = match asked {
        Asked::Task if !matches!(code, 408 | 499 | 504 | 524) => Spent::No,
        Asked::Credit => Spent::No,
        Asked::Task | Asked::Record => Spent::Unknown,
    };
    let wait = asked_wait(reply).filter(|_| matches!(class, Class::RateLimited | Class::Overload));
    let detail = format!("HTTP {} code {code}: {}", reply.status.as_u16(), envelope.message);
    let error = hidden.error(class, spent, &detail).retry_after(wait);
    if class == Class::PolicyPrompt { hidden.said(error, &envelope.message) } else { error }
}

/// Anything else: a load balancer's page, an empty body, an answer cut short. Only the status counts, and behind a 5xx or a
/// 200 of such a stranger a task may have been taken.
pub(super) fn stranger(asked: Asked, reply: &Reply, hidden: &Hidden) -> PluginError {
    let class = match reply.status.as_u16() {
        // A page in front of the API refuses addresses; of keys it knows nothing.
        403 => Class::RegionBlocked,
        status => class(asked, status, ""),
    };
    let spent = match asked {
        Asked::Task if reply.status.is_client_error() && !matches!(reply.status.as_u16(), 408 | 499) => Spent::No,
        Asked::Credit => Spent::No,
        Asked::Task | Asked::Record => Spent::Unknown,
    };
    let detail =
        format!("HTTP {} with {} bytes that are no answer of the API", reply.status.as_u16(), reply.body.len());
    let wait = asked_wait(reply).filter(|_| class == Class::RateLimited);
    hidden.error(class, spent, &detail).retry_after(wait)
}

/// A task that was taken and failed: `failCode` and `failMsg`.
pub(super) fn failed(data: &Value, hidden: &Hidden) -> PluginError {
    let words = data["failMsg"].as_str().unwrap_or_default();
    let code = number(&data["failCode"]);
    let class = refused(words).unwrap_or_else(|| match code {
        // Nothing was made and nobody is at fault.
        None | Some(200 | 404 | 405 | 410 | 501) => Class::NoImage,
        Some(code) => of_task(code, words),
    });
    let code = code.map_or_else(|| "no code".to_owned(), |code| code.to_string());
    let error = hidden.error(class, Spent::Unknown, &format!("the task failed, {code}: {words}"));
    if matches!(class, Class::PolicyPrompt | Class::PolicyOutput) { hidden.said(error, words) } else { error }
}

/// What was refused, by the words.
fn refused(words: &str) -> Option<Class> {
    let class = if says(words, &OF_THE_RESULT) { Class::PolicyOutput } else { Class::PolicyPrompt };
    says(words, &REFUSED).then_some(class)
}

fn says(words: &str, any: &[&str]) -> bool {
    let words = words.to_lowercase();
    any.iter().any(|word| words.contains(word))
}

fn class(asked: Asked, code: u16, words: &str) -> Class {
    match (asked, code) {
        // A question of ours that leads nowhere is no fault of the customer's, of the model's or of the key's.
        (Asked::Record | Asked::Credit, 400 | 404 | 405 | 409 | 410 | 413 | 415 | 422 | 501) => Class::NoImage,
        (Asked::Task, 404 | 405 | 410) => Class::ModelGone,
        (Asked::Task, 400 | 422) if refused(words).is_none() && says(words, &NO_MODEL) => Class::ModelGone,
        _ => of_task(code, words),
    }
}

/// Of a task that was not taken, or that failed.
fn of_task(code: u16, words: &str) -> Class {
    match code {
        400 | 422 if refused(words).is_some() => Class::PolicyPrompt,
        // It does not come through to us, whoever asks; a provider that is sent the bytes needs no link.
        400 | 422 if says(words, &UNFETCHED) => Class::ModelGone,
        400 | 422 if says(words, &TOO_LARGE) => Class::TooLarge,
        413 => Class::TooLarge,
        400 | 409 | 415 | 422 => Class::BadRequest,
        401 | 403 => Class::KeyInvalid,
        402 => Class::OutOfFunds,
        407 => Class::ProxyTransport,
        429 => Class::RateLimited,
        451 => Class::RegionBlocked,
        // The feature is switched off.
        505 => Class::ModelGone,
        // 408, 455 (maintenance), 5xx, redirects that are not followed, and whatever else is not of this protocol.
        _ => Class::Overload,
    }
}
