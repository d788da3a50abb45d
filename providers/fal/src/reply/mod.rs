//! What a reply means: a place to ask at, how far the work came, a picture, or the class of trouble and whether it was
//! paid for.
//!
//! **Spent.** A submit that the API itself refuses is not billed (`No`), and neither is a 5xx of a runner. A 422 may be,
//! and of a job that was submitted and can't be asked after nobody knows (`Unknown`). A result is (`Yes`).

mod classify;
mod fault;
mod money;
mod output;

use std::time::Duration;

use http::StatusCode;
use http::header::RETRY_AFTER;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{ApiKey, Cursor, Reply, Secrets, Step};
use serde_json::Value;
use url::Url;

use crate::place::Place;
use classify::Stage;
use fault::Fault;

pub(crate) use money::balance;

/// A wait that is asked for while a job is in the works is kept within this.
const WAIT_MAX: Duration = Duration::from_mins(1);

/// Where addresses in a reply may lead.
#[derive(Clone, Debug)]
pub(crate) struct Homes {
    /// The queue's origin.
    pub queue: Url,
    /// `.fal.media`
    pub downloads: &'static str,
}

/// How far a job came.
#[derive(Debug)]
pub(crate) enum Status {
    /// Asked again after a while.
    Working { wait: Option<Duration> },
    /// It ended, well or not; the result tells.
    Completed,
}

/// The reply to a submit: where to ask.
pub(crate) fn submitted(reply: &Reply, key: &ApiKey, homes: &Homes) -> Result<Cursor, PluginError> {
    let secrets = Secrets::of(key);
    if !reply.status.is_success() {
        return Err(failure(Stage::Submit, reply, &secrets));
    }
    let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
    let address = |name: &str| body[name].as_str().unwrap_or_default();
    let place = Place::at(&homes.queue, address("status_url"), address("response_url"), address("cancel_url"));
    match place.and_then(|place| place.cursor()).filter(|cursor| !secrets.are_in(&cursor.0)) {
        Some(cursor) => Ok(cursor),
        None => Err(match Fault::read(reply) {
            Some(fault) => classify::error(Stage::Submit, &fault, reply, &secrets),
            // It may be in the works, and can't be asked after.
            None => {
                secrets.error(Class::Overload, Spent::Unknown, "a submit without addresses on the queue's own host")
            }
        }),
    }
}

/// The reply to a status call. What hides the queue for a while is no verdict on the job.
pub(crate) fn status(reply: &Reply, key: &ApiKey) -> Result<Status, PluginError> {
    if reply.status.is_success() {
        let body: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
        let completed = body["status"] == "COMPLETED";
        return Ok(if completed { Status::Completed } else { Status::Working { wait: None } });
    }
    if hides_the_queue(reply.status) {
        return Ok(Status::Working { wait: asked_wait(reply).map(|wait| wait.min(WAIT_MAX)) });
    }
    Err(failure(Stage::After, reply, &Secrets::of(key)))
}

/// The reply to the call for the result. `None`: something hides it for a while.
pub(crate) fn result(reply: &Reply, key: &ApiKey, homes: &Homes) -> Result<Option<Step>, PluginError> {
    let secrets = Secrets::of(key);
    if reply.status.is_success() {
        return output::read(reply, homes, &secrets).map(Some);
    }
    match Fault::read(reply) {
        // 400 without a type: the queue does not think it completed.
        Some(fault)
            if fault.is_verdict() || !(hides_the_queue(reply.status) || reply.status == StatusCode::BAD_REQUEST) =>
        {
            Err(classify::error(Stage::After, &fault, reply, &secrets))
        }
        None if !hides_the_queue(reply.status) => Err(classify::stranger(Stage::After, reply, &secrets)),
        Some(_) | None => Ok(None),
    }
}

/// The reply to a cancel: 202 says that it was heard.
pub(crate) fn cancelled(reply: &Reply, key: &ApiKey) -> Result<(), PluginError> {
    let secrets = Secrets::of(key);
    match reply.status {
        StatusCode::ACCEPTED | StatusCode::OK if Fault::read(reply).is_none() && is_object(reply) => Ok(()),
        StatusCode::BAD_REQUEST => Err(secrets.error(Class::NoImage, Spent::No, "it has already been completed")),
        StatusCode::NOT_FOUND => Err(secrets.error(Class::NoImage, Spent::No, "there is no such request")),
        // Telling costs nothing, however it ends.
        _ => Err(PluginError { spent: Spent::No, ..failure(Stage::After, reply, &secrets) }),
    }
}

fn is_object(reply: &Reply) -> bool {
    serde_json::from_slice::<Value>(&reply.body).is_ok_and(|body| body.is_object())
}

fn failure(stage: Stage, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    match Fault::read(reply) {
        Some(fault) => classify::error(stage, &fault, reply, secrets),
        None => classify::stranger(stage, reply, secrets),
    }
}

fn hides_the_queue(status: StatusCode) -> bool {
    status.is_server_error() || matches!(status.as_u16(), 408 | 425 | 429)
}

/// Bounded by whoever obeys.
fn asked_wait(reply: &Reply) -> Option<Duration> {
    let seconds = reply.headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds).max(Duration::from_secs(1)))
}
