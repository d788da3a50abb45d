//! What an update says to us.

use nproxy_app::accounts::Language;
use teloxide::types::{ChatMemberStatus, MaybeInaccessibleMessage, Update, UpdateKind, User};

/// Who wrote or pressed, as Telegram says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct From {
    /// Of the person, and of the private chat with the person.
    pub id: i64,
    pub name: String,
    pub username: Option<String>,
    pub language: Language,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// Somebody wrote; `None`: a picture or the like.
    Wrote { from: From, message_id: i64, text: Option<String> },
    /// Somebody pressed a button.
    Pressed { from: From, press: String, message_id: i64, token: String },
    /// Somebody can be written to again, after blocking the bot.
    CameBack { telegram_id: i64 },
    /// The bot is in a group or a channel, where it has no business.
    Elsewhere { chat: i64 },
    /// Of no interest: another bot, an old message that was edited.
    Nothing,
    /// Of a kind that is not known.
    Unknown,
}

impl Heard {
    /// Read from the text itself: out of a parsed value, teloxide takes every update for one that it doesn't know.
    pub fn read(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<Update>(json) else { return Self::Unknown };
        match update.kind {
            UpdateKind::Message(message) if !message.chat.is_private() => Self::Elsewhere { chat: message.chat.id.0 },
            UpdateKind::Message(message) => match message.from.as_ref().and_then(From::person) {
                Some(from) => {
                    Self::Wrote { from, message_id: message.id.0.into(), text: message.text().map(str::to_owned) }
                }
                None => Self::Nothing,
            },
            UpdateKind::CallbackQuery(query) => {
                let from = From::person(&query.from);
                let (Some(from), Some(message), Some(token)) = (from, &query.message, query.data) else {
                    return Self::Nothing;
                };
                match message.chat() {
                    chat if !chat.is_private() => Self::Elsewhere { chat: chat.id.0 },
                    _ => Self::Pressed { from, press: query.id.0.clone(), message_id: id_of(message), token },
                }
            }
            UpdateKind::MyChatMember(change) => match change.new_chat_member.kind.status() {
                ChatMemberStatus::Left | ChatMemberStatus::Banned => Self::Nothing,
                _ if change.chat.is_private() => Self::CameBack { telegram_id: change.chat.id.0 },
                _ => Self::Elsewhere { chat: change.chat.id.0 },
            },
            UpdateKind::Error(_) => Self::Unknown,
            _ => Self::Nothing,
        }
    }
}

fn id_of(message: &MaybeInaccessibleMessage) -> i64 {
    message.id().0.into()
}

impl From {
    /// `None`: a bot.
    fn person(user: &User) -> Option<Self> {
        let language = match user.language_code.as_deref() {
            Some(code) if code == "ru" || code.starts_with("ru-") => Language::Ru,
            _ => Language::En,
        };
        let person = || {
            let id = i64::try_from(user.id.0).ok()?;
            Some(Self { id, name: user.full_name(), username: user.username.clone(), language })
        };
        if user.is_bot { None } else { person() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn ada() -> serde_json::Value {
        json!({ "id": 7, "is_bot": false, "first_name": "Ada", "last_name": "L", "username": "ada", "language_code": "ru-RU" })
    }

    fn from() -> From {
        From { id: 7, name: "Ada L".into(), username: Some("ada".into()), language: Language::Ru }
    }

    fn read(kind: &str, value: &serde_json::Value) -> Heard {
        Heard::read(&json!({ "update_id": 1, kind: value }).to_string())
    }

    #[test]
    fn what_somebody_writes_or_presses_in_private_is_heard() {
        let chat = json!({ "id": 7, "type": "private", "first_name": "Ada" });
        let message = json!({ "message_id": 3, "date": 0, "chat": chat, "from": ada(), "text": "/start" });
        let wrote = Heard::Wrote { from: from(), message_id: 3, text: Some("/start".into()) };
        assert_eq!(read("message", &message), wrote);
        let of_bot = json!({ "message_id": 4, "date": 0, "chat": chat, "text": "x",
            "from": { "id": 1, "is_bot": true, "first_name": "b" } });
        let press = json!({ "id": "9", "from": ada(), "chat_instance": "1", "data": "token", "message": of_bot });
        let pressed = Heard::Pressed { from: from(), press: "9".into(), message_id: 4, token: "token".into() };
        assert_eq!(read("callback_query", &press), pressed);
    }

    #[test]
    fn groups_bots_and_what_is_unknown_are_told_apart() {
        let group = json!({ "id": -100, "type": "supergroup", "title": "Staff" });
        let message = json!({ "message_id": 3, "date": 0, "chat": group, "from": ada(), "text": "/start" });
        assert_eq!(read("message", &message), Heard::Elsewhere { chat: -100 });
        let chat = json!({ "id": 8, "type": "private", "first_name": "b" });
        let bot = json!({ "id": 8, "is_bot": true, "first_name": "b" });
        let of_bot = json!({ "message_id": 3, "date": 0, "chat": chat, "from": bot, "text": "/start" });
        assert_eq!(read("message", &of_bot), Heard::Nothing);
        assert_eq!(read("a_kind_of_next_year", &json!({})), Heard::Unknown);
        assert_eq!(Heard::read("{"), Heard::Unknown);
    }
}
