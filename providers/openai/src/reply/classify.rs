//! Errors to classes: machine codes first, then telling words, then HTTP.
//!
//! The HTTP status alone misleads: 400 stands for a refused prompt and for a reached billing limit, 429 for a short wait and
//! for no money. Every row of the table has a reply file in `fixtures/`; relays have codes of their own besides.

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Reply, Secrets, relay};

use super::fault::Fault;
use super::wait;

const CODES: [(&str, Class); 15] = [
    ("moderation_blocked", Class::PolicyPrompt),
    ("content_policy_violation", Class::PolicyPrompt),
    ("billing_hard_limit_reached", Class::OutOfFunds),
    ("insufficient_quota", Class::OutOfFunds),
    ("credit_balance_exhausted", Class::OutOfFunds),
    ("organization_spend_limit_exceeded", Class::OutOfFunds),
    ("project_spend_limit_exceeded", Class::OutOfFunds),
    ("organization_usage_limit_exceeded", Class::OutOfFunds),
    ("invalid_api_key", Class::KeyInvalid),
    ("unsupported_country_region_territory", Class::RegionBlocked),
    ("model_not_found", Class::ModelGone),
    ("rate_limit_exceeded", Class::RateLimited),
    ("slow_down", Class::RateLimited),
    ("server_error", Class::Overload),
    ("server_is_overloaded", Class::Overload),
];

/// An error in the protocol's own form.
pub(super) fn error(fault: &Fault, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let class = class(fault);
    let spent = if reply.status.is_success() || gave_up(reply.status) { Spent::Unknown } else { Spent::No };
    let code = fault.codes.first().map_or("error", String::as_str);
    let detail = format!("HTTP {} {code}: {}", reply.status.as_u16(), fault.message);
    secrets.error(class, spent, &detail).retry_after(asked_wait(class, reply))
}

/// Anything else that is no success: a load balancer's page, an empty body, an error cut short. Only the status counts,
/// and behind a 5xx of such a stranger the work may have been done.
pub(super) fn stranger(reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let class = match reply.status.as_u16() {
        // A page in front of the API refuses addresses; of keys it knows nothing.
        403 => Class::RegionBlocked,
        _ => by_status(reply.status),
    };
    let spent = if reply.status.is_client_error() && !gave_up(reply.status) { Spent::No } else { Spent::Unknown };
    let detail = format!("HTTP {} with {} bytes that are no error of the API", reply.status.as_u16(), reply.body.len());
    secrets.error(class, spent, &detail).retry_after(asked_wait(class, reply))
}

fn asked_wait(class: Class, reply: &Reply) -> Option<std::time::Duration> {
    wait::in_headers(&reply.headers).filter(|_| matches!(class, Class::RateLimited | Class::Overload))
}

fn class(fault: &Fault) -> Class {
    let row = |code: &String| CODES.iter().find(|(name, _)| name == code).map(|(_, class)| *class);
    if let Some(class) = fault.codes.iter().find_map(|code| row(code).or_else(|| relay::class(code))) {
        return class;
    }
    // With no code of its own: "Your request was rejected as a result of our safety system."
    if fault.says(&["our safety system", "the safety system"]) {
        return Class::PolicyPrompt;
    }
    if fault.http == StatusCode::BAD_REQUEST && fault.says(&["too large"]) {
        return Class::TooLarge;
    }
    by_status(fault.http)
}

fn gave_up(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 499 | 504 | 524)
}

fn by_status(status: StatusCode) -> Class {
    match status.as_u16() {
        400 | 409 | 415 | 422 => Class::BadRequest,
        401 => Class::KeyInvalid,
        402 => Class::OutOfFunds,
        // An organisation that must be verified for the model, or a right that this key lacks.
        403 => Class::QuotaZero,
        404 | 405 | 410 => Class::ModelGone,
        407 => Class::ProxyTransport,
        413 => Class::TooLarge,
        429 => Class::RateLimited,
        451 => Class::RegionBlocked,
        // 408, 5xx, redirects that are not followed, and whatever else is not of this protocol.
        _ => Class::Overload,
    }
}
