//! Keys, and the pictures made with them.

use nproxy_app::generations::StepKind;
use nproxy_app::lists::GenerationState;
use nproxy_domain::generation::ErrorCode;

use super::super::html::esc;
use super::super::{Keys, Pictures};
use super::counted;

/// A sentence of the product's own, with what it quotes from outside.
const SENTENCE_CHARS_MAX: usize = 400;

pub(super) const KEYS: Keys = Keys {
    title: "Keys",
    pool: "Keys by provider",
    no_pool: "No provider is configured, and there is no key.",
    none: "There is no such key.",
    state: |state| match state {
        "active" => "active",
        "probation" => "on probation",
        "cooldown" => "resting",
        "out_of_funds" => "out of funds",
        "manual_review" => "in review",
        _ => "disabled",
    },
    works: |work, all| format!("{work} of {all} can be used"),
    in_flight: |requests| format!("{requests} in flight"),
    spent_today: |usd| format!("about ${usd} today"),
    of_provider: |provider| format!("Keys of {provider}"),
    why: |record, _, _| {
        let why = &record.why;
        why.sentences.iter().chain(&why.todo).map(|sentence| esc(sentence, SENTENCE_CHARS_MAX)).collect()
    },
    state_label: "State",
    back_at: |moment| format!("May be used again: {moment}"),
    strikes: |n| format!("Failures in a row: {n}"),
    flight: |now, most| format!("In flight: {now} of {most}"),
    account: |account| format!("Account: {account}"),
    proxy: |proxy, dead| format!("Proxy: {proxy}{}", if dead { ", dead" } else { "" }),
    last_ok: |when| format!("Last success: {when}"),
    never_ok: "It never had a success.",
    last_of_pool: "It is the last key of its provider that can be used.",
    polled: |usd, when| format!("Balance: ${usd}, told {when}"),
    own_limit: |usd, when| format!("Left of its own limit: ${usd}, told {when}"),
    estimated: |left, entered, when| format!("Balance: about ${left} by estimate; ${entered} was entered {when}"),
    unknown_balance: |before| match before {
        Some(usd) => format!("Balance: unknown; before, it was ${usd}"),
        None => "Balance: unknown".to_owned(),
    },
    unsupported: "Balance: the upstream doesn't tell it",
    not_asked: "Balance: not asked yet",
    activate: "Activate",
    disable: "Disable",
    test: "Test",
    ask_balance: "Ask for the balance",
    enter_balance: "Enter a balance",
};

pub(super) const PICTURES: Pictures = Pictures {
    title: "Picture",
    state: |state| match state {
        GenerationState::Queued => "queued",
        GenerationState::Running => "running",
        GenerationState::Waiting => "waiting",
        GenerationState::Succeeded => "made",
        GenerationState::Failed => "failed",
        GenerationState::Cancelled => "cancelled",
    },
    code: |code| match code {
        ErrorCode::ProviderBusy => "the provider was busy",
        ErrorCode::ProviderTimeout => "the provider took too long",
        ErrorCode::ProviderError => "the provider failed",
        ErrorCode::NoImage => "the provider gave no picture",
        ErrorCode::DeclinedPrompt => "what was asked for was declined",
        ErrorCode::DeclinedOutput => "what was made was declined",
        ErrorCode::BadInput => "what was sent along can't be used",
        ErrorCode::TooLarge => "it was too large",
        ErrorCode::ModelUnavailable => "the model was not to be had",
        ErrorCode::QueueTimeout => "it waited for too long",
        ErrorCode::Internal => "we failed",
    },
    model: |model, mode| format!("Model: {model}, {mode}"),
    cost: |usd| format!("Upstream cost: about ${usd}"),
    timeline: "What happened, in UTC",
    step: |kind| match kind {
        StepKind::Accepted => "accepted",
        StepKind::Held => "request held",
        StepKind::Queued => "queued",
        StepKind::Started => "taken by a worker",
        StepKind::Attempt => "attempt",
        StepKind::Waiting => "waits for another try",
        StepKind::Stored => "picture stored",
        StepKind::Settled => "request used",
        StepKind::Released => "request given back",
        StepKind::Cancelled => "cancelled",
        StepKind::Failed => "failed",
    },
    attempt: |n, key, provider| format!("attempt {n}: {key} of {provider}"),
    under_way: "under way",
    worked: "worked",
    retried_from: "What it repeats",
    retried_by: "Its repetition",
    retry: "Retry for the customer",
};

/// `1 request`, `5 requests`.
pub(super) fn requests(n: u32) -> String {
    counted(n, "request", "requests")
}
