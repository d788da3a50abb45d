//! The rows of every table, as the migrations define them.
//!
//! Columns that the domain has an enum for hold its name (`EntryKind::as_str`, `PaymentState::as_str`, `KeyState::name`);
//! the others have an enum here ([`text`]). Counts are `i64`, ids bare UUIDs: the functions of the store take typed ones.

mod accounts;
mod chat;
mod keys;
pub mod mails;
mod money;
mod operation;
mod telegram;
pub mod text;
mod work;

pub use accounts::{
    email_changes, email_tokens, invites, login_attempts, pending_registrations, recovery_codes, sessions, totp, users,
};
pub use chat::{assets, blocked_hashes, conversations, downloads, opened_pictures, turn_inputs, turns};
pub use keys::{attempts, balances, key_events, key_models, provider_days, provider_keys, proxies};
pub use money::{payment_events, payment_transactions, payments};
pub use operation::{
    audit_log, backups, day_figures, deliveries, digests, incidents, master_key_canary, notice_recipients, switches,
    workers,
};
pub use telegram::{pairings, telegram_admins, telegram_asks, telegram_buttons, telegram_money_acts};
pub use work::{cycles, generations, ledger_entries};
