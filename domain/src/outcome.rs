//! How an attempt on an upstream ended.
//!
//! An error has two axes that must not be mixed: what kind of trouble it is ([`Class`]) and whether the
//! operator paid for it ([`Spent`]). The names of the classes come from the providers' documentation of
//! outcomes; what a class does to a key is [`crate::keys`]', and what happens next is [`crate::routing`]'s.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::redact;

/// What kind of end an upstream call had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// A picture was delivered.
    Ok,
    /// The prompt was refused for its content.
    PolicyPrompt,
    /// The result was refused for its content.
    PolicyOutput,
    /// The request can't be served as it is: parameters or an unusable input picture.
    BadRequest,
    /// The request or a picture in it is too large for the upstream.
    TooLarge,
    /// 200 without a picture and without a reason, or with one that can't be kept.
    NoImage,
    /// The key is unknown, expired, leaked, suspended or not allowed.
    KeyInvalid,
    /// A short window (seconds to minutes).
    RateLimited,
    /// The daily quota is used up.
    QuotaDay,
    /// This key can't use this model at all.
    QuotaZero,
    /// The account has no money left.
    OutOfFunds,
    /// The address we come from is refused.
    RegionBlocked,
    /// The model's id is unknown or shut down.
    ModelGone,
    /// 5xx, capacity, an answer that is not the protocol's.
    Overload,
    /// The upstream did not answer in time.
    Timeout,
    /// DNS, connect, TLS or a cut connection.
    Transport,
    /// The way through the key's proxy failed before anything was handed over.
    ProxyTransport,
    /// The process that ran the attempt died, the attempt was taken over, or the picture's own deadline cut it off.
    Abandoned,
}

impl Class {
    /// Every class, for tables and tests.
    pub const ALL: [Self; 18] = [
        Self::Ok,
        Self::PolicyPrompt,
        Self::PolicyOutput,
        Self::BadRequest,
        Self::TooLarge,
        Self::NoImage,
        Self::KeyInvalid,
        Self::RateLimited,
        Self::QuotaDay,
        Self::QuotaZero,
        Self::OutOfFunds,
        Self::RegionBlocked,
        Self::ModelGone,
        Self::Overload,
        Self::Timeout,
        Self::Transport,
        Self::ProxyTransport,
        Self::Abandoned,
    ];

    /// The name in rows, logs and metrics.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::PolicyPrompt => "policy_prompt",
            Self::PolicyOutput => "policy_output",
            Self::BadRequest => "bad_request",
            Self::TooLarge => "too_large",
            Self::NoImage => "no_image",
            Self::KeyInvalid => "key_invalid",
            Self::RateLimited => "rate_limited",
            Self::QuotaDay => "quota_day",
            Self::QuotaZero => "quota_zero",
            Self::OutOfFunds => "out_of_funds",
            Self::RegionBlocked => "region_blocked",
            Self::ModelGone => "model_gone",
            Self::Overload => "overload",
            Self::Timeout => "timeout",
            Self::Transport => "transport",
            Self::ProxyTransport => "proxy_transport",
            Self::Abandoned => "abandoned",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }

    /// The customer's own doing: no other key would answer otherwise.
    pub fn is_customers(self) -> bool {
        matches!(self, Self::PolicyPrompt | Self::PolicyOutput | Self::BadRequest | Self::TooLarge)
    }
}

/// Whether the upstream charges the operator for a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Spent {
    No,
    Yes,
    /// Handed over, but no answer came: it may have been charged.
    Unknown,
}

impl Spent {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Yes => "yes",
            Self::Unknown => "unknown",
        }
    }
}

/// What a plugin makes of a reply that is not a step forward.
///
/// `detail` is for people: plain, redacted, at most [`redact::DETAIL_CHARS_MAX`] characters.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", class.as_str())]
pub struct PluginError {
    pub class: Class,
    pub spent: Spent,
    pub detail: String,
    /// How long the upstream asks us to wait, where it says so.
    pub retry_after: Option<Duration>,
    /// The model's own words to the customer (a refusal, an answer without a picture).
    pub said: Option<String>,
}

impl PluginError {
    /// An error with its detail made plain. `secrets` are cut out of the text.
    pub fn new(class: Class, spent: Spent, detail: &str, secrets: &[&str]) -> Self {
        Self { class, spent, detail: redact::plain(detail, secrets), retry_after: None, said: None }
    }

    #[must_use]
    pub fn retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        self
    }

    /// Adds the model's own words, made as plain as the detail.
    #[must_use]
    pub fn said(mut self, words: &str, secrets: &[&str]) -> Self {
        let words = redact::plain(words, secrets);
        self.said = (!words.is_empty()).then_some(words);
        self
    }
}
