//! All that the Bot API knows: who there is, what was written, what the bot has not fetched yet.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use super::{
    chat::{TelegramChat, TelegramChatKind, TelegramPerson, chat_json, message_json},
    conduct::TelegramConduct,
    flood::Flood,
    options::{TelegramOptions, bot_id},
    refusal::Refusal,
};

/// Updates that nobody fetches are forgotten, oldest first.
const UPDATES_MAX: usize = 10_000;
/// A bot that does not ask for them by name does not get them (core.telegram.org/bots/api#getupdates).
const NOT_BY_DEFAULT: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Calls of one method.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct TelegramTally {
    pub calls: u64,
    /// Of them: answered with a result.
    pub ok: u64,
}

pub(super) struct Update {
    pub(super) id: i64,
    kind: &'static str,
    body: Value,
}

pub(super) struct World {
    pub(super) bot: TelegramPerson,
    pub(super) options: TelegramOptions,
    pub(super) conduct: TelegramConduct,
    pub(super) people: BTreeMap<i64, TelegramPerson>,
    pub(super) chats: BTreeMap<i64, TelegramChat>,
    pub(super) updates: VecDeque<Update>,
    /// Empty: what is the default. It is kept from one call to the next that says nothing else.
    pub(super) allowed_updates: Vec<String>,
    /// By scope and language, as the bot set them.
    pub(super) commands: BTreeMap<(String, String), Value>,
    /// Empty: none.
    pub(super) webhook_url: String,
    /// Whoever waits for updates with a lower number was followed by another.
    pub(super) poll: u64,
    pub(super) flood: Flood,
    pub(super) tallies: BTreeMap<&'static str, TelegramTally>,
    update_id: i64,
    message_id: i64,
    pub(super) press_id: u64,
    /// From the start of the sandbox.
    pub(super) now_ms: u64,
    pub(super) now: DateTime<Utc>,
}

impl World {
    pub(super) fn new(options: TelegramOptions) -> Self {
        let bot = TelegramPerson {
            id: bot_id(&options.token).unwrap_or_default(),
            is_bot: true,
            username: Some(options.username.clone()),
            ..TelegramPerson::named(&options.name)
        };
        Self {
            bot,
            options,
            conduct: TelegramConduct::default(),
            people: BTreeMap::new(),
            chats: BTreeMap::new(),
            updates: VecDeque::new(),
            allowed_updates: Vec::new(),
            commands: BTreeMap::new(),
            webhook_url: String::new(),
            poll: 0,
            flood: Flood::default(),
            tallies: BTreeMap::new(),
            update_id: 100_000,
            message_id: 0,
            press_id: 0,
            now_ms: 0,
            now: DateTime::UNIX_EPOCH,
        }
    }

    /// As at the start. Numbers go on, because a bot that was there remembers the last one.
    pub(super) fn reset(&mut self) {
        let fresh = Self::new(self.options.clone());
        let Self { update_id, message_id, press_id, poll, now_ms, now, .. } = *self;
        *self = Self { poll, update_id, message_id, press_id, now_ms, now, ..fresh };
    }

    pub(super) fn next_message_id(&mut self) -> i64 {
        self.message_id += 1;
        self.message_id
    }

    /// For the bot, if it wants such updates; its number.
    pub(super) fn tell(&mut self, kind: &'static str, body: Value) -> Option<i64> {
        let wanted = match self.allowed_updates.as_slice() {
            [] => !NOT_BY_DEFAULT.contains(&kind),
            allowed => allowed.iter().any(|allowed| allowed == kind),
        };
        if !wanted {
            return None;
        }
        self.update_id += 1;
        if self.updates.len() == UPDATES_MAX {
            self.updates.pop_front();
        }
        self.updates.push_back(Update { id: self.update_id, kind, body });
        Some(self.update_id)
    }

    /// The bot was let in or put out.
    pub(super) fn tell_membership(&mut self, chat_id: i64, by: i64, there: bool) {
        let (Some(chat), Some(by)) = (self.chat_json(chat_id), self.people.get(&by)) else { return };
        let group = self.chats.get(&chat_id).is_some_and(|chat| chat.kind == TelegramChatKind::Group);
        let member = json!({ "user": self.bot, "status": "member" });
        let out = match (group, there) {
            (true, true) => json!({ "user": self.bot, "status": "left" }),
            _ => json!({ "user": self.bot, "status": "kicked", "until_date": 0 }),
        };
        let (old, new) = if there { (out, member) } else { (member, out) };
        let date = self.now.timestamp();
        let body = json!({ "chat": chat, "from": by, "date": date, "old_chat_member": old, "new_chat_member": new });
        self.tell("my_chat_member", body);
    }

    /// The chat that a call names, where the bot may write.
    pub(super) fn open_chat(&mut self, chat_id: &str) -> Result<&mut TelegramChat, Refusal> {
        if chat_id.is_empty() {
            return Err(Refusal::bad("chat_id is empty"));
        }
        let not_found = || Refusal::bad("chat not found");
        let id: i64 = chat_id.trim().parse().map_err(|_| not_found())?;
        let is_bot = self.people.get(&id).is_some_and(|person| person.is_bot);
        let chat = self.chats.get_mut(&id).ok_or_else(not_found)?;
        match chat.kind {
            TelegramChatKind::Private if is_bot => Err(Refusal::forbidden("bot can't send messages to bots")),
            TelegramChatKind::Private if chat.blocked => Err(Refusal::forbidden("bot was blocked by the user")),
            TelegramChatKind::Group if chat.blocked => Err(Refusal::forbidden("bot was kicked from the group chat")),
            _ if !chat.begun => Err(Refusal::forbidden("bot can't initiate conversation with a user")),
            _ => Ok(chat),
        }
    }

    pub(super) fn chat_json(&self, chat_id: i64) -> Option<Value> {
        self.chats.get(&chat_id).map(|chat| chat_json(chat, self.people.get(&chat_id)))
    }

    pub(super) fn message_json(&self, chat_id: i64, message_id: i64) -> Option<Value> {
        let message = self.chats.get(&chat_id)?.messages.iter().find(|message| message.message_id == message_id)?;
        let from = match message.author {
            None => json!(self.bot),
            Some(author) => json!(self.people.get(&author)?),
        };
        Some(message_json(&self.chat_json(chat_id)?, &from, message))
    }
}

impl Update {
    pub(super) fn json(&self) -> Value {
        json!({ "update_id": self.id, self.kind: self.body })
    }
}
