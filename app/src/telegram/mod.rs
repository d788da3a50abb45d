//! Admins in Telegram.
//!
//! Who writes to the bot and is not known gets a short code; somebody with a shell on the server types it and says which
//! admin it is ([`pair`]). From then on this Telegram account acts for that admin: [`who`] is asked for every message and
//! every button, so that taking the role or the place on the list away works at once.
//!
//! **Invariant:** an act on money takes a code of the authenticator app, is counted before it is done, and every admin is
//! written about it.

mod asks;
mod begin;
mod buttons;
mod clear;
mod code;
mod greet;
mod list;
mod money;
mod pair;
mod revoke;
mod scope;
mod who;

pub use asks::{ASK_VALID_FOR, NewAsk, OpenAsk, await_code, drop_asked, keep_ask, open_ask, set_ask_reason, take_ask};
pub use begin::{BeginError, CODE_VALID_FOR, Stranger, begin_pairing};
pub use buttons::{BUTTONS_MAX, BUTTONS_VALID_FOR, NewButton, PressError, keep_buttons, meaning_of};
pub(crate) use clear::clear;
pub use code::PairingCode;
pub use greet::{ToGreet, greeted, to_greet};
pub use list::{Paired, list_paired};
pub use money::{
    MoneyActBegun, MoneyError, begin_money_act, finish_money_act, tell_unfinished_money_acts, withdraw_money_act,
};
pub use nproxy_store::entities::text::TelegramScope;
pub use pair::{PairError, PairWith, Pending, admins_to_pair, look_up_pairing, pair};
pub use revoke::{RevokeTelegramError, revoke_telegram};
pub use scope::{ScopeError, set_telegram_scope};
pub use who::{TelegramReader, Who, who};

/// As the audit log names one.
fn subject(telegram_id: i64) -> String {
    format!("telegram:{telegram_id}")
}

/// As the audit log and the command line name it.
pub fn scope_name(scope: TelegramScope) -> &'static str {
    match scope {
        TelegramScope::Ops => "ops",
        TelegramScope::Money => "money",
    }
}
