//! People, chats, and what is seen in them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    keyboard::TelegramButton,
    markup::{Formatted, TelegramEntity},
};

/// The latest are kept.
const MESSAGES_MAX: usize = 500;

/// Somebody with an account, or another bot. As the Bot API's `User`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TelegramPerson {
    /// Above 0; 0 where somebody is made: a new one. Their chat with the bot has the same.
    #[serde(default)]
    pub id: i64,
    #[serde(default)]
    pub is_bot: bool,
    pub first_name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// Without `@`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_code: Option<String>,
}

impl TelegramPerson {
    /// A new one with this name alone.
    pub fn named(first_name: &str) -> Self {
        Self {
            id: 0,
            is_bot: false,
            first_name: first_name.to_owned(),
            last_name: None,
            username: None,
            language_code: None,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TelegramChatKind {
    Private,
    Group,
}

/// A chat as its people see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramChat {
    /// Of a private chat: the person's. Of a group: below 0.
    pub id: i64,
    pub kind: TelegramChatKind,
    /// Of a group.
    pub title: String,
    /// Somebody wrote to the bot here, so that it may write too.
    pub begun: bool,
    /// The person has blocked the bot, or the group has thrown it out.
    pub blocked: bool,
    /// What the bot said that it is about to do; over with its next message.
    pub action: Option<String>,
    /// Oldest first, the latest 500.
    pub messages: Vec<TelegramMessage>,
    /// Oldest first, as many.
    pub presses: Vec<TelegramPress>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramMessage {
    pub message_id: i64,
    /// Whose it is; absent: the bot's.
    pub author: Option<i64>,
    /// Nobody sees it any more.
    pub deleted: bool,
    /// As it was sent and as it was edited; the last one is seen.
    pub versions: Vec<TelegramVersion>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramVersion {
    pub at: DateTime<Utc>,
    pub text: String,
    pub entities: Vec<TelegramEntity>,
    /// In rows.
    pub keyboard: Vec<Vec<TelegramButton>>,
}

/// A button that was pressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramPress {
    /// Of the callback query.
    pub id: String,
    pub person: i64,
    pub message_id: i64,
    pub data: String,
    /// Absent: the bot has not answered.
    pub answer: Option<TelegramAnswer>,
    /// Milliseconds from the sandbox's start.
    #[serde(skip)]
    pub(super) pressed_ms: u64,
}

/// What the person is shown for a press.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramAnswer {
    /// Empty: only the button stops turning.
    pub text: String,
    /// In a window that must be closed, and not only for a moment.
    pub show_alert: bool,
}

impl TelegramMessage {
    pub fn seen(&self) -> &TelegramVersion {
        // There is no message without its first version.
        &self.versions[self.versions.len() - 1]
    }

    /// The texts of all its versions.
    pub fn texts(&self) -> Vec<&str> {
        self.versions.iter().map(|version| version.text.as_str()).collect()
    }
}

impl TelegramVersion {
    pub(super) fn new(at: DateTime<Utc>, formatted: Formatted, keyboard: Vec<Vec<TelegramButton>>) -> Self {
        Self { at, text: formatted.text, entities: formatted.entities, keyboard }
    }

    /// The button with this text.
    pub fn button(&self, text: &str) -> Option<&TelegramButton> {
        self.keyboard.iter().flatten().find(|button| button.text == text)
    }
}

impl TelegramChat {
    pub(super) fn new(id: i64, kind: TelegramChatKind, title: &str) -> Self {
        Self {
            id,
            kind,
            title: title.to_owned(),
            begun: kind == TelegramChatKind::Group,
            blocked: false,
            action: None,
            messages: Vec::new(),
            presses: Vec::new(),
        }
    }

    /// What is seen: messages that were not deleted.
    pub fn seen(&self) -> impl DoubleEndedIterator<Item = &TelegramMessage> {
        self.messages.iter().filter(|message| !message.deleted)
    }

    /// The bot's, that are seen.
    pub fn from_bot(&self) -> impl DoubleEndedIterator<Item = &TelegramMessage> {
        self.seen().filter(|message| message.author.is_none())
    }

    pub(super) fn message(&mut self, message_id: i64) -> Option<&mut TelegramMessage> {
        self.messages.iter_mut().find(|message| message.message_id == message_id && !message.deleted)
    }

    pub(super) fn add(&mut self, message_id: i64, author: Option<i64>, version: TelegramVersion) -> &TelegramMessage {
        if self.messages.len() == MESSAGES_MAX {
            self.messages.remove(0);
        }
        self.messages.push(TelegramMessage { message_id, author, deleted: false, versions: vec![version] });
        &self.messages[self.messages.len() - 1]
    }

    pub(super) fn press(&mut self, press: TelegramPress) {
        if self.presses.len() == MESSAGES_MAX {
            self.presses.remove(0);
        }
        self.presses.push(press);
    }
}

/// The Bot API's `Chat`. `person`: of a private one.
pub(super) fn chat_json(chat: &TelegramChat, person: Option<&TelegramPerson>) -> Value {
    let mut json = json!({ "id": chat.id, "type": chat.kind });
    if chat.kind == TelegramChatKind::Group {
        json["title"] = chat.title.as_str().into();
    }
    if let Some(person) = person {
        json["first_name"] = person.first_name.as_str().into();
        for (name, value) in [("last_name", &person.last_name), ("username", &person.username)] {
            if let Some(value) = value {
                json[name] = value.as_str().into();
            }
        }
    }
    json
}

/// The Bot API's `Message`, of its last version.
pub(super) fn message_json(chat: &Value, from: &Value, message: &TelegramMessage) -> Value {
    let (first, seen) = (&message.versions[0], message.seen());
    let mut json = json!({
        "message_id": message.message_id, "from": from, "chat": chat, "date": first.at.timestamp(), "text": seen.text,
    });
    if message.versions.len() > 1 {
        json["edit_date"] = seen.at.timestamp().into();
    }
    if !seen.entities.is_empty() {
        json["entities"] = json!(seen.entities);
    }
    if !seen.keyboard.is_empty() {
        json["reply_markup"] = json!({ "inline_keyboard": seen.keyboard });
    }
    json
}
