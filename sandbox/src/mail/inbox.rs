//! Everything that the played mail server took, and how it behaves.

use std::{
    collections::VecDeque,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use mail_parser::Message;
use serde::Serialize;
use tokio::sync::watch;

use super::{conduct::MailConduct, options::MailOptions, received::ReceivedMail};
use crate::faults::BadConduct;

/// The latest are kept.
const MAILS_MAX: usize = 200;

/// Rules the played mail server. Clones rule the same one.
#[derive(Clone)]
pub struct Inbox(Arc<Shared>);

struct Shared {
    options: MailOptions,
    world: Mutex<World>,
    changes: watch::Sender<()>,
}

#[derive(Default)]
struct World {
    conduct: MailConduct,
    mails: VecDeque<ReceivedMail>,
    taken: u64,
    refused: u64,
    connections: u64,
}

/// Answer of `GET /mail/state`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MailState {
    pub conduct: MailConduct,
    /// Since the start or the last reset.
    pub taken: u64,
    /// Recipients and messages that were not taken, for good or for now.
    pub refused: u64,
    pub connections: u64,
}

/// What becomes of a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Recipient {
    Taken,
    Unknown,
    ComeAgain,
}

impl fmt::Debug for Inbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("mails", &self.world().mails.len()).finish_non_exhaustive()
    }
}

impl Inbox {
    pub(crate) fn new(options: MailOptions) -> Self {
        Self(Arc::new(Shared { options, world: Mutex::default(), changes: watch::Sender::new(()) }))
    }

    /// The latest 200, oldest first.
    pub fn mails(&self) -> Vec<ReceivedMail> {
        self.world().mails.iter().cloned().collect()
    }

    /// Those to this address, oldest first; letter case is ignored.
    pub fn to(&self, recipient: &str) -> Vec<ReceivedMail> {
        self.world().mails.iter().filter(|mail| mail.is_to(recipient)).cloned().collect()
    }

    pub fn mail(&self, number: u64) -> Option<ReceivedMail> {
        self.world().mails.iter().find(|mail| mail.number == number).cloned()
    }

    /// Waits until so many came to this address, and gives them.
    pub async fn wait_for(&self, recipient: &str, mails: usize) -> Vec<ReceivedMail> {
        let mut changes = self.0.changes.subscribe();
        loop {
            changes.borrow_and_update();
            let came = self.to(recipient);
            // The sender lives in this inbox.
            if came.len() >= mails || changes.changed().await.is_err() {
                return came;
            }
        }
    }

    /// How the server behaves from its next answer on.
    pub fn set_conduct(&self, conduct: MailConduct) -> Result<(), BadConduct> {
        conduct.check()?;
        self.world().conduct = conduct;
        Ok(())
    }

    pub fn state(&self) -> MailState {
        let World { conduct, taken, refused, connections, .. } = &*self.world();
        MailState { conduct: conduct.clone(), taken: *taken, refused: *refused, connections: *connections }
    }

    /// Forgets all mails; their numbers go on.
    pub fn clear(&self) {
        self.world().mails.clear();
        self.0.changes.send_replace(());
    }

    /// As at the start.
    pub(crate) fn reset(&self) {
        *self.world() = World::default();
        self.0.changes.send_replace(());
    }

    pub(super) fn options(&self) -> &MailOptions {
        &self.0.options
    }

    pub(super) fn conduct(&self) -> MailConduct {
        self.world().conduct.clone()
    }

    pub(super) fn connected(&self) {
        self.world().connections += 1;
    }

    pub(super) fn meet(&self, recipient: &str) -> Recipient {
        let mut world = self.world();
        let met = if world.conduct.refuses(recipient) {
            Recipient::Unknown
        } else if world.conduct.greylisted > 0 {
            world.conduct.greylisted -= 1;
            Recipient::ComeAgain
        } else {
            return Recipient::Taken;
        };
        world.refused += 1;
        met
    }

    pub(super) fn take(&self, sender: String, recipients: Vec<String>, message: &Message<'_>) -> u64 {
        let mut world = self.world();
        world.taken += 1;
        let mail = ReceivedMail::new(world.taken, sender, recipients, message);
        if world.mails.len() == MAILS_MAX {
            world.mails.pop_front();
        }
        world.mails.push_back(mail);
        let number = world.taken;
        drop(world);
        self.0.changes.send_replace(());
        number
    }

    pub(super) fn refuse(&self) {
        self.world().refused += 1;
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
