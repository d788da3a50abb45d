//! Every phrase there is. A function takes what is safe to be shown: numbers, and text that is escaped already.

use nproxy_app::health::{Kind, State, Verdict};
use nproxy_app::keys::KeyRecord;
use nproxy_app::lists::{GenerationState, UserState};
use nproxy_app::overview::AttentionKind;
use nproxy_app::payments::desk::EventView;
use nproxy_domain::Timestamp;
use nproxy_domain::generation::ErrorCode;
use nproxy_domain::payment::{PaymentState, ReviewReason};

pub(crate) struct Words {
    pub common: Common,
    pub overview: Overview,
    pub keys: Keys,
    pub payments: Payments,
    pub people: People,
    pub pictures: Pictures,
    pub switches: Switches,
    pub quiet: Quiet,
    pub finding: Finding,
    pub acts: Acts,
    pub refusals: Refusals,
}

pub(crate) struct Common {
    /// Seconds, minutes, hours, days.
    pub units: [&'static str; 4],
    pub ago: fn(&str) -> String,
    pub ahead: fn(&str) -> String,
    pub overview: &'static str,
    pub refresh: &'static str,
    pub back: &'static str,
    pub first: &'static str,
    pub next: &'static str,
    pub web: &'static str,
    pub gone: &'static str,
    pub lines_more: fn(usize) -> String,
    /// So many in all, or more.
    pub in_all: fn(u64, bool) -> String,
}

pub(crate) struct Overview {
    pub title: &'static str,
    pub attention: &'static str,
    pub all_well: &'static str,
    /// What it is, how many of them, whose.
    pub needs: fn(AttentionKind, u32, &str) -> String,
    pub since: fn(&str) -> String,
    pub today: &'static str,
    pub made: fn([i64; 4]) -> String,
    pub pace: fn(&str, &str) -> String,
    pub money: fn(&str, &str) -> String,
    pub people: fn(i64, i64) -> String,
    pub now: fn(i64, i64, &str) -> String,
    pub no_revenue: &'static str,
    pub pool: &'static str,
    pub payments: &'static str,
    pub incidents: &'static str,
    pub health: &'static str,
    pub switches: &'static str,
    pub quiet: &'static str,
    pub language: &'static str,
    pub verdict: fn(Verdict) -> &'static str,
    pub state: fn(State) -> &'static str,
    pub part: fn(Kind) -> &'static str,
    pub parts_well: fn(usize) -> String,
    pub no_incidents: &'static str,
    pub times: fn(i64) -> String,
    pub unseen: &'static str,
}

/// Why a key is where it is, sentence by sentence.
pub(crate) type KeysInWords = fn(&KeyRecord, Timestamp, &Words) -> Vec<String>;

pub(crate) struct Keys {
    pub title: &'static str,
    pub pool: &'static str,
    pub no_pool: &'static str,
    pub none: &'static str,
    pub state: fn(&str) -> &'static str,
    /// Of so many keys these work.
    pub works: fn(u32, u32) -> String,
    pub in_flight: fn(u32) -> String,
    pub spent_today: fn(&str) -> String,
    pub of_provider: fn(&str) -> String,
    pub why: KeysInWords,
    pub state_label: &'static str,
    pub back_at: fn(&str) -> String,
    pub strikes: fn(i64) -> String,
    pub flight: fn(i64, i64) -> String,
    pub account: fn(&str) -> String,
    pub proxy: fn(&str, bool) -> String,
    pub last_ok: fn(&str) -> String,
    pub never_ok: &'static str,
    pub last_of_pool: &'static str,
    pub polled: fn(&str, &str) -> String,
    pub own_limit: fn(&str, &str) -> String,
    pub estimated: fn(&str, &str, &str) -> String,
    pub unknown_balance: fn(Option<&str>) -> String,
    pub unsupported: &'static str,
    pub not_asked: &'static str,
    pub activate: &'static str,
    pub disable: &'static str,
    pub test: &'static str,
    pub ask_balance: &'static str,
    pub enter_balance: &'static str,
}

pub(crate) struct Payments {
    pub title: &'static str,
    pub none: &'static str,
    pub state: fn(PaymentState) -> &'static str,
    pub review: fn(ReviewReason) -> &'static str,
    pub customer: fn(&str) -> String,
    pub processor: fn(&str) -> String,
    pub asked: fn(&str) -> String,
    pub came: fn(&str) -> String,
    pub reported: fn(&str) -> String,
    pub month: fn(&str, &str) -> String,
    pub settled: fn(&str) -> String,
    pub settlement: fn(nproxy_domain::payment::Settlement) -> &'static str,
    pub kept: &'static str,
    pub timeline: &'static str,
    pub event: fn(&EventView) -> &'static str,
    pub confirm: &'static str,
    pub activate: &'static str,
    pub grant: fn(u32) -> String,
    pub refund: &'static str,
    pub reject: &'static str,
    pub keep: &'static str,
    pub money_only: &'static str,
    pub who: &'static str,
}

pub(crate) struct People {
    pub customer: &'static str,
    pub admin: &'static str,
    pub state: fn(UserState) -> &'static str,
    pub since: fn(&str) -> String,
    pub seen: fn(&str) -> String,
    pub never_seen: &'static str,
    pub suspended: fn(&str, &str) -> String,
    pub closing: fn(&str) -> String,
    pub no_month: &'static str,
    pub month: fn(&str, &str) -> String,
    pub quota: fn(i64, i64, i64) -> String,
    pub queued: fn(usize) -> String,
    pub grant: fn(u32) -> String,
    pub day: &'static str,
    pub week: &'static str,
    pub suspend: &'static str,
    pub unsuspend: &'static str,
}

pub(crate) struct Pictures {
    pub title: &'static str,
    pub state: fn(GenerationState) -> &'static str,
    pub code: fn(ErrorCode) -> &'static str,
    pub model: fn(&str, &str) -> String,
    pub cost: fn(&str) -> String,
    pub timeline: &'static str,
    pub step: fn(nproxy_app::generations::StepKind) -> &'static str,
    pub attempt: fn(i64, &str, &str) -> String,
    pub under_way: &'static str,
    pub worked: &'static str,
    pub retried_from: &'static str,
    pub retried_by: &'static str,
    pub retry: &'static str,
}

pub(crate) struct Switches {
    pub title: &'static str,
    /// Of one of the whole product; others bear the name of what they are of.
    pub name: fn(&str) -> Option<&'static str>,
    pub of_invoices: fn(&str) -> String,
    pub of_provider: fn(&str) -> String,
    pub of_model: fn(&str) -> String,
    pub value: fn(&str) -> &'static str,
    pub turned: fn(&str, &str) -> String,
    pub reason: fn(&str) -> String,
    pub until: fn(&str) -> String,
    pub told: fn(&str) -> String,
    pub operator: &'static str,
    pub system: &'static str,
    pub an_admin: &'static str,
    pub you: &'static str,
    pub turn: fn(&str) -> String,
}

pub(crate) struct Quiet {
    pub title: &'static str,
    pub heard: &'static str,
    pub muted: fn(&str) -> String,
    pub hours: fn(&str) -> String,
    pub no_hours: &'static str,
    pub critical: &'static str,
    pub mute: fn(nproxy_app::chats::MuteFor) -> &'static str,
    pub hours_button: fn(&str) -> String,
    pub no_hours_button: &'static str,
    pub language: &'static str,
    pub in_english: &'static str,
    pub in_russian: &'static str,
    pub language_is: &'static str,
}

pub(crate) struct Finding {
    pub title: fn(&str) -> String,
    pub nothing: &'static str,
    pub user: &'static str,
    pub picture: &'static str,
    pub payment: &'static str,
    pub key: &'static str,
    pub web_only: fn(usize) -> String,
}

/// What an act will do, and what it did.
pub(crate) struct Acts {
    pub activate_key: fn(&str) -> String,
    pub disable_key: fn(&str) -> String,
    pub in_flight_ends: fn(i64) -> String,
    pub last_of_pool: fn(&str) -> String,
    pub test_key: fn(&str) -> String,
    pub key_works: fn(&str, &str) -> String,
    pub key_failed: fn(&str, &str) -> String,
    pub key_no_check: fn(&str) -> String,
    pub ask_balance: fn(&str) -> String,
    pub enter_balance: fn(&str) -> String,
    pub balance: &'static str,
    pub balance_unknown: &'static str,
    pub settle_confirm: fn(&str) -> String,
    pub settle_activate: fn(&str) -> String,
    pub settle_grant: fn(&str, u32) -> String,
    pub settle_refund: fn(&str) -> String,
    pub settle_reject: fn(&str) -> String,
    pub settle_keep: fn(&str) -> String,
    pub grant: fn(&str, u32) -> String,
    pub limit: &'static str,
    pub extend: fn(&str, u32) -> String,
    pub ends_at: &'static str,
    pub moved: fn(u64) -> String,
    pub suspend: fn(&str) -> String,
    pub unsuspend: fn(&str) -> String,
    pub retry: fn(&str) -> String,
    pub retried: &'static str,
    pub turn: fn(&str, &str) -> String,
    pub mute: fn(&str) -> String,
    pub unmute: &'static str,
    pub not_muted: &'static str,
    pub muted_until: fn(&str) -> String,
    pub hours: fn(&str) -> String,
    pub no_hours: &'static str,
    pub language: fn(&str) -> String,
}

/// Why something is not done.
pub(crate) struct Refusals {
    pub key_gone: &'static str,
    pub payment_gone: &'static str,
    pub user_gone: &'static str,
    pub picture_gone: &'static str,
    pub switch_gone: &'static str,
    pub reader_gone: &'static str,
    pub reason: &'static str,
    pub no_account: &'static str,
    pub amount: &'static str,
    pub refund: &'static str,
    pub money_only: &'static str,
    pub no_month: &'static str,
    pub too_many: &'static str,
    pub is_admin: &'static str,
    pub is_so: &'static str,
    pub not_retryable: &'static str,
    pub retried_already: &'static str,
    pub account_inactive: &'static str,
    pub month_in_the_way: &'static str,
    pub act: fn(nproxy_domain::payment::ActRefused) -> &'static str,
    pub no_such_position: &'static str,
    pub not_configured: &'static str,
}
