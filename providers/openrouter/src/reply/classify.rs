//! Errors to classes: machine codes first, then the signs of a moderator or a budget, then HTTP.
//!
//! The HTTP status alone misleads: 403 stands for a moderated prompt, a spent budget, a place, or a missing right, and 402
//! for no money or for a moment of waiting. Every row of the tables has a reply file in `fixtures/`.

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::Reply;

use super::fault::Fault;
use super::{Secrets, wait};

/// Where a limit comes from and why something is not to be had: these tell more than the kind of error beside them.
const TELLING: [(&str, Class); 14] = [
    ("in_flight_budget_exhausted", Class::RateLimited),
    ("weight_exceeds_budget", Class::OutOfFunds),
    ("openrouter_credits", Class::OutOfFunds),
    // This key's own limit, which the account's other keys do not share: it rests alone, and comes back when the limit
    // was raised or starts anew.
    ("openrouter_key_limit", Class::QuotaDay),
    ("capacity_exhausted", Class::RateLimited),
    ("region_restricted", Class::RegionBlocked),
    ("privacy_restricted", Class::QuotaZero),
    ("model_not_found", Class::ModelGone),
    ("no_endpoints", Class::ModelGone),
    ("model_deprecated", Class::ModelGone),
    ("free_variant_ended", Class::ModelGone),
    ("wrong_endpoint", Class::ModelGone),
    ("guardrail", Class::QuotaDay),
    ("workspace", Class::QuotaDay),
];

/// `error_type`, and what relays call the same.
const KINDS: [(&str, Class); 26] = [
    ("content_policy_violation", Class::PolicyPrompt),
    ("refusal", Class::PolicyPrompt),
    ("authentication", Class::KeyInvalid),
    ("permission_denied", Class::QuotaZero),
    ("payment_required", Class::OutOfFunds),
    ("rate_limit_exceeded", Class::RateLimited),
    ("provider_overloaded", Class::Overload),
    ("provider_unavailable", Class::Overload),
    ("server", Class::Overload),
    ("timeout", Class::Overload),
    ("not_found", Class::ModelGone),
    ("payload_too_large", Class::TooLarge),
    ("image_too_large", Class::TooLarge),
    ("invalid_request", Class::BadRequest),
    ("invalid_prompt", Class::BadRequest),
    ("precondition_failed", Class::BadRequest),
    ("unprocessable", Class::BadRequest),
    ("context_length_exceeded", Class::BadRequest),
    ("max_tokens_exceeded", Class::BadRequest),
    ("token_limit_exceeded", Class::BadRequest),
    ("string_too_long", Class::BadRequest),
    ("invalid_image", Class::BadRequest),
    ("image_too_small", Class::BadRequest),
    ("unsupported_image_format", Class::BadRequest),
    ("image_not_found", Class::BadRequest),
    ("image_download_failed", Class::BadRequest),
];

/// An error in the protocol's own form.
pub(super) fn error(fault: &Fault, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let class = class(fault);
    let spent = if reply.status.is_success() || gave_up(fault.http) { Spent::Unknown } else { Spent::No };
    let code = fault.codes.first().map_or("error", String::as_str);
    let detail = format!("HTTP {} {code}: {}", fault.http.as_u16(), fault.message);
    let asked = fault.wait.or_else(|| wait::in_headers(&reply.headers));
    let reset = || wait::until_reset(fault.resets_at.as_deref()?, &reply.headers);
    let wait = match class {
        Class::QuotaDay => reset(),
        Class::RateLimited | Class::Overload => asked,
        _ => None,
    };
    secrets.error(class, spent, &detail).retry_after(wait)
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
    let asked = wait::in_headers(&reply.headers).filter(|_| matches!(class, Class::RateLimited | Class::Overload));
    secrets.error(class, spent, &detail).retry_after(asked)
}

fn class(fault: &Fault) -> Class {
    let known = |table: &[(&str, Class)]| {
        let row = |code: &String| table.iter().find(|(name, _)| name == code);
        fault.codes.iter().find_map(row).map(|(_, class)| *class)
    };
    if let Some(class) = known(&TELLING) {
        return class;
    }
    if fault.moderated {
        return Class::PolicyPrompt;
    }
    // "Budget limit exceeded", of a guardrail, a workspace or a key.
    if fault.resets_at.is_some() || fault.says(&["budget limit exceeded"]) {
        return Class::QuotaDay;
    }
    known(&KINDS).unwrap_or_else(|| by_status(fault.http))
}

fn gave_up(status: StatusCode) -> bool {
    matches!(status.as_u16(), 408 | 499 | 504 | 524)
}

fn by_status(status: StatusCode) -> Class {
    match status.as_u16() {
        400 | 409 | 412 | 415 | 422 => Class::BadRequest,
        401 => Class::KeyInvalid,
        402 => Class::OutOfFunds,
        // Without a moderator, a budget or a place it is a right that this key lacks for the model.
        403 => Class::QuotaZero,
        404 | 410 => Class::ModelGone,
        407 => Class::ProxyTransport,
        413 => Class::TooLarge,
        429 => Class::RateLimited,
        451 => Class::RegionBlocked,
        // 408, 5xx, redirects that are not followed, and whatever else is not of this protocol.
        _ => Class::Overload,
    }
}
