//! Rules the played Telegram: people write, press and block; the Bot API sees what it is told of it.

use std::{
    collections::BTreeMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Instant, SystemTime},
};

use serde::Serialize;
use tokio::sync::watch;

use super::{
    chat::{TelegramChat, TelegramChatKind, TelegramPerson},
    conduct::TelegramConduct,
    options::TelegramOptions,
    people::{self, Press, TelegramError, Written},
    world::{TelegramTally, World},
};
use crate::faults::BadConduct;

/// Rules the played Telegram. Clones rule the same one.
#[derive(Clone)]
pub struct Telegram(Arc<Shared>);

struct Shared {
    start: Instant,
    world: Mutex<World>,
    changes: watch::Sender<()>,
}

/// Answer of `GET /telegram/state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TelegramState {
    pub conduct: TelegramConduct,
    /// Empty: the bot may fetch its updates.
    pub webhook_url: String,
    /// That the bot has not acknowledged.
    pub updates_pending: usize,
    /// Since the start or the last reset, by method.
    pub methods: BTreeMap<&'static str, TelegramTally>,
}

impl fmt::Debug for Telegram {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Telegram").field("chats", &self.world().chats.len()).finish_non_exhaustive()
    }
}

impl Telegram {
    pub(crate) fn new(options: TelegramOptions) -> Self {
        let world = Mutex::new(World::new(options));
        Self(Arc::new(Shared { start: Instant::now(), world, changes: watch::Sender::new(()) }))
    }

    /// How the Bot API behaves from its next call on.
    pub fn set_conduct(&self, conduct: TelegramConduct) -> Result<(), BadConduct> {
        conduct.check()?;
        self.change(|world| world.conduct = conduct);
        Ok(())
    }

    pub fn state(&self) -> TelegramState {
        let world = self.world();
        TelegramState {
            conduct: world.conduct.clone(),
            webhook_url: world.webhook_url.clone(),
            updates_pending: world.updates.len(),
            methods: world.tallies.clone(),
        }
    }

    /// How often a method was called; letter case is ignored.
    pub fn tally(&self, method: &str) -> TelegramTally {
        let world = self.world();
        let found = world.tallies.iter().find(|(known, _)| known.eq_ignore_ascii_case(method));
        found.map(|(_, tally)| *tally).unwrap_or_default()
    }

    /// Makes somebody, or changes who has this id. They have not written to the bot yet. Gives the id.
    pub fn meet(&self, person: TelegramPerson) -> Result<i64, TelegramError> {
        self.change(|world| people::meet(world, person))
    }

    /// By their ids.
    pub fn people(&self) -> Vec<TelegramPerson> {
        self.world().people.values().cloned().collect()
    }

    /// A group that the bot is a member of, by an act of this person. Gives its id.
    pub fn found_group(&self, title: &str, by: i64) -> Result<i64, TelegramError> {
        self.change(|world| people::found_group(world, title, by))
    }

    /// Groups first.
    pub fn chats(&self) -> Vec<TelegramChat> {
        self.world().chats.values().cloned().collect()
    }

    pub fn chat(&self, chat_id: i64) -> Option<TelegramChat> {
        self.world().chats.get(&chat_id).cloned()
    }

    /// The person writes to the bot, in their private chat.
    pub fn write(&self, person: i64, text: &str) -> Result<Written, TelegramError> {
        self.write_in(person, person, text)
    }

    /// The person writes in a chat. In a group the bot is told of commands alone, as a bot in privacy mode is.
    pub fn write_in(&self, chat_id: i64, person: i64, text: &str) -> Result<Written, TelegramError> {
        self.change(|world| people::write(world, chat_id, person, text))
    }

    /// The person presses a button below a message; gives the id of the callback query.
    pub fn press(&self, chat_id: i64, person: i64, message_id: i64, press: &Press) -> Result<String, TelegramError> {
        self.change(|world| people::press(world, (chat_id, message_id), person, press))
    }

    /// The person blocks the bot or lets it write again; a group throws it out or takes it back.
    pub fn set_blocked(&self, chat_id: i64, blocked: bool) -> Result<(), TelegramError> {
        self.change(|world| people::set_blocked(world, chat_id, blocked))
    }

    /// Somebody sets a webhook for the bot, so that it can't fetch updates before it is deleted. Nothing is sent there.
    pub fn set_webhook(&self, url: &str) {
        self.change(|world| url.clone_into(&mut world.webhook_url));
    }

    /// Waits until the chat is so, and gives it.
    pub async fn wait_until(&self, chat_id: i64, so: impl Fn(&TelegramChat) -> bool) -> TelegramChat {
        let mut changes = self.changes();
        loop {
            changes.borrow_and_update();
            if let Some(chat) = self.chat(chat_id).filter(&so) {
                return chat;
            }
            // The sender lives as long as this.
            let _never_fails = changes.changed().await;
        }
    }

    /// The same, for a private or a group chat that shows a text of the bot's with these words.
    pub async fn wait_for_text(&self, chat_id: i64, words: &str) -> TelegramChat {
        let said = |chat: &TelegramChat| chat.from_bot().any(|message| message.seen().text.contains(words));
        self.wait_until(chat_id, said).await
    }

    /// As at the start.
    pub(crate) fn reset(&self) {
        self.change(World::reset);
    }

    pub(super) fn changes(&self) -> watch::Receiver<()> {
        self.0.changes.subscribe()
    }

    /// The time is taken behind the lock, so that the order of changes is the order of their times.
    pub(super) fn change<T>(&self, deed: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.world();
        world.now = SystemTime::now().into();
        world.now_ms = u64::try_from(self.0.start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let done = deed(&mut world);
        drop(world);
        self.0.changes.send_replace(());
        done
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    pub(super) fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl TelegramChat {
    pub fn is_group(&self) -> bool {
        self.kind == TelegramChatKind::Group
    }
}
