//! What an admin wants of his chat with the bot: when he is left alone, and in which language he is spoken to.

mod language;
mod mute;
mod quiet_hours;
mod settings;

use serde_json::{Value, json};

use crate::StoreError;
use crate::accounts::Language;

pub use language::set_chat_language;
pub use mute::{MuteFor, mute};
pub use quiet_hours::{QuietHours, set_quiet_hours};
pub use settings::{ChatSettings, chat_settings};

/// Why nothing is changed.
#[derive(Debug, thiserror::Error)]
pub enum ChatError {
    #[error("this Telegram account is not paired")]
    NotPaired,
    #[error("a moment of the day is before 24:00, and quiet hours end when they began on no day")]
    HoursOutOfRange,
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn subject(telegram_id: i64) -> String {
    format!("telegram:{telegram_id}")
}

fn language_told(language: Language) -> Value {
    json!({ "language": match language { Language::En => "en", Language::Ru => "ru" } })
}
