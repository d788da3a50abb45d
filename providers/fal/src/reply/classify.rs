//! Errors to classes: the types first, then the words about money, then HTTP. Every row of the table has a reply file in
//! `fixtures/`.

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::Reply;

use super::fault::Fault;
use super::{Secrets, asked_wait};

/// When an error came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    Submit,
    /// The job was taken.
    After,
}

/// Types of models' complaints and of runners' ends.
const KINDS: [(&str, Class); 20] = [
    ("content_policy_violation", Class::PolicyPrompt),
    ("image_too_large", Class::TooLarge),
    ("file_too_large", Class::TooLarge),
    ("image_too_small", Class::BadRequest),
    ("file_download_error", Class::BadRequest),
    ("bad_request", Class::BadRequest),
    ("no_media_generated", Class::NoImage),
    // Nobody waits any more; nothing is known against the key.
    ("client_disconnected", Class::NoImage),
    ("client_cancelled", Class::NoImage),
    ("generation_timeout", Class::Overload),
    ("downstream_service_error", Class::Overload),
    ("request_timeout", Class::Overload),
    ("startup_timeout", Class::Overload),
    ("runner_scheduling_failure", Class::Overload),
    ("runner_connection_timeout", Class::Overload),
    ("runner_connection_refused", Class::Overload),
    ("runner_connection_error", Class::Overload),
    ("runner_disconnected", Class::Overload),
    ("runner_incomplete_response", Class::Overload),
    ("runner_server_error", Class::Overload),
];

/// An error in the protocol's own form.
pub(super) fn error(stage: Stage, fault: &Fault, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let class = class(stage, fault, reply.status);
    let spent = match (stage, reply.status.as_u16()) {
        (_, 500..=599) | (Stage::Submit, 400..=407 | 409..=421 | 423..=498) => Spent::No,
        _ => Spent::Unknown,
    };
    let kind = fault.kinds.first().map_or("error", String::as_str);
    let detail = format!("HTTP {} {kind}: {}", reply.status.as_u16(), fault.message);
    let wait = asked_wait(reply).filter(|_| matches!(class, Class::RateLimited | Class::Overload));
    let error = secrets.error(class, spent, &detail).retry_after(wait);
    let refused = matches!(class, Class::PolicyPrompt | Class::PolicyOutput);
    secrets.said(error, refused.then_some(&*fault.message))
}

/// Anything else that is no success: a load balancer's page, an empty body, an error cut short. Only the status counts,
/// and behind a 5xx of such a stranger the work may have been begun.
pub(super) fn stranger(stage: Stage, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let class = match reply.status.as_u16() {
        // A page in front of the API refuses addresses; of keys it knows nothing.
        403 => Class::RegionBlocked,
        _ => by_status(stage, reply.status),
    };
    let no = stage == Stage::Submit && reply.status.is_client_error() && !matches!(reply.status.as_u16(), 408 | 499);
    let spent = if no { Spent::No } else { Spent::Unknown };
    let detail = format!("HTTP {} with {} bytes that are no error of the API", reply.status.as_u16(), reply.body.len());
    let wait = asked_wait(reply).filter(|_| class == Class::RateLimited);
    secrets.error(class, spent, &detail).retry_after(wait)
}

fn class(stage: Stage, fault: &Fault, status: StatusCode) -> Class {
    let row = |kind: &String| KINDS.iter().find(|(name, _)| name == kind);
    match fault.kinds.iter().find_map(row).map(|(_, class)| *class) {
        Some(Class::PolicyPrompt) if !fault.about_input => Class::PolicyOutput,
        Some(class) => class,
        // "User is locked. Reason: Exhausted balance. Top up your balance at ..", with 403, before queueing.
        None if fault.says("exhausted balance") => Class::OutOfFunds,
        None => by_status(stage, status),
    }
}

fn by_status(stage: Stage, status: StatusCode) -> Class {
    match status.as_u16() {
        // It is the job that is not found, not the model.
        404 | 405 | 410 if stage == Stage::After => Class::NoImage,
        400 | 409 | 415 | 422 => Class::BadRequest,
        401 | 403 => Class::KeyInvalid,
        402 => Class::OutOfFunds,
        404 | 405 | 410 => Class::ModelGone,
        407 => Class::ProxyTransport,
        413 => Class::TooLarge,
        429 => Class::RateLimited,
        451 => Class::RegionBlocked,
        499 => Class::NoImage,
        // 408, 5xx, redirects that are not followed, and whatever else is not of this protocol.
        _ => Class::Overload,
    }
}
