//! Errors to classes: machine codes first, then the canonical status refined by the words of the message, then HTTP.
//!
//! The HTTP status alone misleads: a bad key is 400 here, and 429 stands for a minute, a day, forever, no money or no
//! capacity. Every row of the table, and every code of relays, has a reply file in `fixtures/`.

use http::StatusCode;
use nproxy_domain::outcome::{Class, PluginError, Spent};
use nproxy_domain::provider::{Reply, relay};

use super::fault::{Fault, Violation};
use super::{Secrets, wait};

/// `ErrorInfo.reason`; whatever begins with `API_KEY_` is about the key as well.
const REASONS: [(&str, Class); 6] = [
    ("CONSUMER_SUSPENDED", Class::KeyInvalid),
    ("CONSUMER_INVALID", Class::KeyInvalid),
    ("SERVICE_DISABLED", Class::KeyInvalid),
    ("ACCESS_TOKEN_TYPE_UNSUPPORTED", Class::KeyInvalid),
    ("BILLING_DISABLED", Class::OutOfFunds),
    ("MODEL_CAPACITY_EXHAUSTED", Class::Overload),
];

/// An error in the protocol's own form.
pub(super) fn error(fault: &Fault, reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let asked = fault.wait.or_else(|| wait::in_header(&reply.headers));
    let class = class(fault, asked.is_some());
    let gave_up = matches!(fault.status.as_str(), "DEADLINE_EXCEEDED" | "CANCELLED")
        || matches!(fault.http.as_u16(), 408 | 499 | 504 | 524);
    // Some relays charge for whatever they call a 200.
    let spent = if gave_up || reply.status.is_success() { Spent::Unknown } else { Spent::No };
    let code = [fault.status.as_str(), fault.code.as_str()].into_iter().find(|c| !c.is_empty()).unwrap_or("error");
    let detail = format!("HTTP {} {code}: {}", reply.status.as_u16(), fault.message);
    let wait = if class == Class::QuotaDay { wait::until_day_reset(&reply.headers) } else { asked };
    secrets.error(class, spent, &detail).retry_after(wait)
}

/// Anything else that is no success: a load balancer's page, an empty body, an error cut short. Only the status counts,
/// and behind a 5xx of such a stranger the work may have been done.
pub(super) fn stranger(reply: &Reply, secrets: &Secrets<'_>) -> PluginError {
    let asked = wait::in_header(&reply.headers);
    let class = match canonical(reply.status) {
        Canonical::ResourceExhausted if asked.is_some() => Class::RateLimited,
        // A page in front of the API refuses addresses; of keys it knows nothing.
        Canonical::Unauthenticated if reply.status == StatusCode::FORBIDDEN => Class::RegionBlocked,
        canonical => by_canonical(canonical),
    };
    let spent = if reply.status.is_client_error() && class != Class::Timeout { Spent::No } else { Spent::Unknown };
    let detail = format!("HTTP {} with {} bytes that are no error of the API", reply.status.as_u16(), reply.body.len());
    secrets.error(class, spent, &detail).retry_after(asked)
}

/// The canonical statuses that differ in what they mean to us.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Canonical {
    InvalidArgument,
    FailedPrecondition,
    Unauthenticated,
    NotFound,
    ResourceExhausted,
    Payment,
    TooLarge,
    Cancelled,
    Region,
    Proxy,
    Unavailable,
}

fn class(fault: &Fault, asked_to_wait: bool) -> Class {
    let by_reason = fault.reasons.iter().find_map(|reason| {
        let known = REASONS.iter().find(|(name, _)| name == reason).map(|(_, class)| *class);
        known.or_else(|| reason.starts_with("API_KEY_").then_some(Class::KeyInvalid))
    });
    if let Some(class) = by_reason.or_else(|| relay::class(&fault.code)) {
        return class;
    }
    // The same sentence came with 429 until the summer of 2026 and comes with 402 since.
    if fault.says(&["prepayment credits are depleted"]) {
        return Class::OutOfFunds;
    }
    match named(&fault.status).unwrap_or_else(|| canonical(fault.http)) {
        Canonical::ResourceExhausted => quota(fault, asked_to_wait),
        Canonical::InvalidArgument if fault.says(&["api key not valid", "api key not found", "api key expired"]) => {
            Class::KeyInvalid
        }
        Canonical::InvalidArgument if fault.http == StatusCode::PAYLOAD_TOO_LARGE || fault.says(&SIZE_WORDS) => {
            Class::TooLarge
        }
        Canonical::FailedPrecondition | Canonical::InvalidArgument | Canonical::Unauthenticated
            if fault.says(&["user location is not supported"]) =>
        {
            Class::RegionBlocked
        }
        // Said of the one model that was asked for: the project has no access to it.
        Canonical::Unauthenticated if fault.says(&["the caller does not have permission"]) => Class::QuotaZero,
        Canonical::FailedPrecondition if fault.says(&["free tier", "enable billing", "billing account"]) => {
            Class::OutOfFunds
        }
        canonical => by_canonical(canonical),
    }
}

const SIZE_WORDS: [&str; 4] = ["payload size", "too large", "exceeds the maximum", "exceeds the limit"];

/// One error often lists several quotas: never beats a day, a day beats a minute.
fn quota(fault: &Fault, asked_to_wait: bool) -> Class {
    let any = |test: fn(&Violation) -> bool| fault.violations.iter().any(test);
    if fault.says(&["prepayment credit", "spending cap", "spend cap", "billing cap", "monthly spend"]) {
        Class::OutOfFunds
    } else if any(|v| v.limit == "0") || has_zero_limit(&fault.message) {
        Class::QuotaZero
    } else if fault.http == StatusCode::PAYMENT_REQUIRED {
        Class::OutOfFunds
    } else if any(|v| v.name.contains("PerDay") || v.name.contains("per_day")) || fault.says(&["per_day", "perday"]) {
        Class::QuotaDay
    } else if !fault.violations.is_empty() || asked_to_wait || fault.says(&["spend", "per_minute", "perminute"]) {
        Class::RateLimited
    } else {
        // "Resource has been exhausted (e.g. check quota).": capacity, not a proven limit of this key.
        Class::Overload
    }
}

/// "limit: 0", but not "limit: 0.5".
fn has_zero_limit(message: &str) -> bool {
    const LIMIT: &str = "limit: 0";
    message.match_indices(LIMIT).any(|(at, _)| {
        let mut after = message[at + LIMIT.len()..].chars();
        match after.next() {
            Some('.') => !after.next().is_some_and(|c| c.is_ascii_digit()),
            next => !next.is_some_and(|c| c.is_ascii_digit()),
        }
    })
}

fn named(status: &str) -> Option<Canonical> {
    Some(match status {
        "INVALID_ARGUMENT" | "OUT_OF_RANGE" => Canonical::InvalidArgument,
        "FAILED_PRECONDITION" => Canonical::FailedPrecondition,
        "UNAUTHENTICATED" | "PERMISSION_DENIED" => Canonical::Unauthenticated,
        "NOT_FOUND" => Canonical::NotFound,
        "RESOURCE_EXHAUSTED" => Canonical::ResourceExhausted,
        "CANCELLED" => Canonical::Cancelled,
        "UNAVAILABLE" | "INTERNAL" | "UNKNOWN" | "ABORTED" | "DEADLINE_EXCEEDED" | "DATA_LOSS" => {
            Canonical::Unavailable
        }
        _ => return None,
    })
}

fn canonical(http: StatusCode) -> Canonical {
    match http.as_u16() {
        400 | 409 | 415 | 422 => Canonical::InvalidArgument,
        401 | 403 => Canonical::Unauthenticated,
        402 => Canonical::Payment,
        404 | 410 => Canonical::NotFound,
        407 => Canonical::Proxy,
        408 | 499 => Canonical::Cancelled,
        412 => Canonical::FailedPrecondition,
        413 => Canonical::TooLarge,
        429 => Canonical::ResourceExhausted,
        451 => Canonical::Region,
        // 5xx, redirects that are not followed, and whatever else is not of this protocol.
        _ => Canonical::Unavailable,
    }
}

fn by_canonical(canonical: Canonical) -> Class {
    match canonical {
        Canonical::InvalidArgument | Canonical::FailedPrecondition => Class::BadRequest,
        Canonical::Unauthenticated => Class::KeyInvalid,
        Canonical::NotFound => Class::ModelGone,
        Canonical::Payment => Class::OutOfFunds,
        Canonical::TooLarge => Class::TooLarge,
        Canonical::Cancelled => Class::Timeout,
        Canonical::Region => Class::RegionBlocked,
        Canonical::Proxy => Class::ProxyTransport,
        Canonical::ResourceExhausted | Canonical::Unavailable => Class::Overload,
    }
}
