//! What people do.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{
    chat::{TelegramChat, TelegramChatKind, TelegramPerson, TelegramPress, TelegramVersion},
    keyboard::DATA_BYTES_MAX,
    markup::{Formatted, commands, units},
    methods::TEXT_UNITS_MAX,
    world::World,
};

/// Of a name of any kind, in bytes.
const NAME_BYTES_MAX: usize = 256;
const PEOPLE_MAX: usize = 1000;
/// New people and groups are numbered from here on.
const FIRST_PERSON: i64 = 500_001;
const FIRST_GROUP: i64 = -4001;

/// A message of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Written {
    pub message_id: i64,
    /// Absent: the bot is not told of it.
    pub update_id: Option<i64>,
}

/// What is pressed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Press {
    /// The button with this text, as it is seen now.
    Button(String),
    /// Whatever a program that is no real client may send: 1 to 64 bytes.
    Data(String),
}

/// Why a person can't do that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TelegramError {
    UnknownPerson,
    UnknownChat,
    UnknownMessage,
    UnknownButton,
    /// Who has blocked the bot writes nothing and presses nothing.
    Blocked,
    /// Empty or too long: a text, a title, a name, a button's data; an id that is not above 0.
    BadText,
    TooMany,
}

impl fmt::Display for TelegramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::UnknownPerson => "no such person",
            Self::UnknownChat => "no such chat",
            Self::UnknownMessage => "no such message is seen",
            Self::UnknownButton => "no such button is seen",
            Self::Blocked => "the bot is blocked there",
            Self::BadText => "that is empty, too long, or no number of a person",
            Self::TooMany => "there are too many",
        })
    }
}

impl std::error::Error for TelegramError {}

pub(super) fn meet(world: &mut World, mut person: TelegramPerson) -> Result<i64, TelegramError> {
    let names = [Some(&person.first_name), person.last_name.as_ref(), person.username.as_ref()];
    let is_bad = |name: &&String| name.is_empty() || name.len() > NAME_BYTES_MAX;
    if person.id < 0 || person.id == world.bot.id || names.into_iter().flatten().any(|name| is_bad(&name)) {
        return Err(TelegramError::BadText);
    }
    if person.id == 0 {
        person.id = world.people.last_key_value().map_or(FIRST_PERSON, |(id, _)| FIRST_PERSON.max(id + 1));
    }
    let id = person.id;
    if !world.people.contains_key(&id) && world.people.len() == PEOPLE_MAX {
        return Err(TelegramError::TooMany);
    }
    world.people.insert(id, person);
    world.chats.entry(id).or_insert_with(|| TelegramChat::new(id, TelegramChatKind::Private, ""));
    Ok(id)
}

pub(super) fn found_group(world: &mut World, title: &str, by: i64) -> Result<i64, TelegramError> {
    if title.is_empty() || title.len() > NAME_BYTES_MAX {
        return Err(TelegramError::BadText);
    }
    if !world.people.contains_key(&by) {
        return Err(TelegramError::UnknownPerson);
    }
    let id = world.chats.first_key_value().map_or(FIRST_GROUP, |(id, _)| FIRST_GROUP.min(id - 1));
    world.chats.insert(id, TelegramChat::new(id, TelegramChatKind::Group, title));
    world.tell_membership(id, by, true);
    Ok(id)
}

pub(super) fn write(world: &mut World, chat_id: i64, person: i64, text: &str) -> Result<Written, TelegramError> {
    if text.trim().is_empty() || units(text) > TEXT_UNITS_MAX {
        return Err(TelegramError::BadText);
    }
    let is_bot = world.people.get(&person).ok_or(TelegramError::UnknownPerson)?.is_bot;
    let (message_id, at, username) = (world.next_message_id(), world.now, world.options.username.clone());
    let chat = open(world, chat_id, person)?;
    chat.begun = true;
    let entities = commands(text);
    let told = chat.kind == TelegramChatKind::Private || (!is_bot && is_for(text, &username));
    let version = TelegramVersion::new(at, Formatted { text: text.to_owned(), entities }, Vec::new());
    chat.add(message_id, Some(person), version);
    let message = world.message_json(chat_id, message_id).filter(|_| told);
    Ok(Written { message_id, update_id: message.and_then(|message| world.tell("message", message)) })
}

/// A command that names no other bot.
fn is_for(text: &str, username: &str) -> bool {
    let command = text.split_whitespace().next().and_then(|word| word.strip_prefix('/'));
    command.is_some_and(|command| command.split_once('@').is_none_or(|(_, bot)| bot.eq_ignore_ascii_case(username)))
}

pub(super) fn press(
    world: &mut World,
    (chat_id, message_id): (i64, i64),
    person: i64,
    press: &Press,
) -> Result<String, TelegramError> {
    let from = json!(world.people.get(&person).ok_or(TelegramError::UnknownPerson)?);
    let pressed_ms = world.now_ms;
    world.press_id += 1;
    let id = format!("{person}{:08}", world.press_id);
    let chat = open(world, chat_id, person)?;
    let message = chat.message(message_id).filter(|message| message.author.is_none());
    let seen = message.ok_or(TelegramError::UnknownMessage)?.seen();
    let data = match press {
        Press::Data(data) if data.is_empty() || data.len() > DATA_BYTES_MAX => return Err(TelegramError::BadText),
        Press::Data(data) => data.clone(),
        Press::Button(text) => {
            let button = seen.button(text).and_then(|button| button.callback_data.clone());
            button.ok_or(TelegramError::UnknownButton)?
        }
    };
    chat.press(TelegramPress { id: id.clone(), person, message_id, data: data.clone(), answer: None, pressed_ms });
    let message = world.message_json(chat_id, message_id);
    let query = json!({
        "id": id, "from": from, "message": message, "chat_instance": chat_id.unsigned_abs().to_string(), "data": data,
    });
    world.tell("callback_query", query);
    Ok(id)
}

pub(super) fn set_blocked(world: &mut World, chat_id: i64, blocked: bool) -> Result<(), TelegramError> {
    let chat = world.chats.get_mut(&chat_id).ok_or(TelegramError::UnknownChat)?;
    if chat.blocked == blocked {
        return Ok(());
    }
    chat.blocked = blocked;
    let somebody = chat.messages.iter().find_map(|message| message.author);
    let by = if chat.kind == TelegramChatKind::Private { Some(chat_id) } else { somebody };
    if let Some(by) = by.or_else(|| world.people.keys().next().copied()) {
        world.tell_membership(chat_id, by, !blocked);
    }
    Ok(())
}

/// Where this person writes. Nobody else is in a private chat.
fn open(world: &mut World, chat_id: i64, person: i64) -> Result<&mut TelegramChat, TelegramError> {
    let chat = world.chats.get_mut(&chat_id).ok_or(TelegramError::UnknownChat)?;
    match chat.kind {
        TelegramChatKind::Private if chat_id != person => Err(TelegramError::UnknownChat),
        _ if chat.blocked => Err(TelegramError::Blocked),
        _ => Ok(chat),
    }
}
