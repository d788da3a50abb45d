//! The one place where keys, their conduct and the books live: the control endpoint and tests in process both go through it.

mod world;

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use serde::Serialize;

use crate::{
    bill::{Bill, Books, Call, Entry, Tally},
    dice::Dice,
    faults::{BadConduct, Conduct, Fault},
    mail::Inbox,
    money::Till,
    options::SandboxOptions,
    purse::Purses,
    schedule::{FaultSchedule, Outage, Start},
    service::{PerService, Service},
    telegram::Telegram,
};
use world::World;

/// Rules a running sandbox. Clones rule the same one.
#[derive(Clone)]
pub struct Controls(Arc<Shared>);

struct Shared {
    start: Start,
    seed: u64,
    start_defaults: Conduct,
    start_purses: Purses,
    keys: Vec<String>,
    /// Of each key in `keys`.
    places: HashMap<String, usize>,
    world: Mutex<World>,
    till: Till,
    mail: Inbox,
    telegram: Telegram,
}

/// Why a control was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ControlError {
    /// Neither a known key nor the place of one.
    UnknownKey,
    BadConduct(BadConduct),
}

impl fmt::Display for ControlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownKey => f.write_str("no such key"),
            Self::BadConduct(bad) => bad.fmt(f),
        }
    }
}

impl std::error::Error for ControlError {}

/// One key as `GET /state` shows it. The key is printed: it opens nothing but this sandbox.
#[derive(Debug, Clone, Serialize)]
pub struct KeyState {
    pub index: usize,
    pub key: String,
    /// Its own conduct; absent where it follows the defaults.
    pub conduct: Option<Conduct>,
    pub tally: Tally,
}

/// One service as `GET /state` shows it.
#[derive(Debug, Clone, Serialize)]
pub struct ServiceState {
    pub service: Service,
    pub outage: Option<Outage>,
    /// What all keys together were billed here.
    pub usage_micro_usd: u64,
    /// Absent where the credit has no end.
    pub left_micro_usd: Option<u64>,
}

/// Answer of `GET /state`.
#[derive(Debug, Clone, Serialize)]
pub struct State {
    pub defaults: Conduct,
    pub services: Vec<ServiceState>,
    pub keys: Vec<KeyState>,
}

/// What was decided for one request.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
    /// Since the start of the sandbox.
    pub begun: Duration,
    pub key_index: usize,
    pub fault: Option<Fault>,
    pub conduct: Conduct,
    pub latency: Duration,
    /// Makes each picture another one.
    pub variation: u64,
}

/// Held while a call is being worked on.
#[derive(Debug)]
pub(crate) struct Ticket {
    controls: Controls,
    key_index: usize,
}

impl Drop for Ticket {
    fn drop(&mut self) {
        self.controls.world().books.end(self.key_index);
    }
}

impl fmt::Debug for Controls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Controls").field("keys", &self.0.keys.len()).finish_non_exhaustive()
    }
}

impl Controls {
    pub(crate) fn new(options: &SandboxOptions) -> Self {
        let (start, keys, defaults) = (Start::now(), options.keys.clone(), options.defaults.clone());
        let purses = Purses::new(options.credit_micro_usd);
        let world = World {
            defaults: defaults.clone(),
            conducts: vec![None; keys.len()],
            outages: PerService::default(),
            purses: purses.clone(),
            books: Books::new(keys.len(), options.journal_calls_max),
            dice: Dice::new(options.seed),
            schedule: FaultSchedule::new(start, keys.len(), &defaults),
        };
        Self(Arc::new(Shared {
            start,
            seed: options.seed,
            start_defaults: defaults,
            start_purses: purses,
            places: keys.iter().enumerate().rev().map(|(index, key)| (key.clone(), index)).collect(),
            keys,
            world: Mutex::new(world),
            till: Till::new(options),
            mail: Inbox::new(options.mail.clone()),
            telegram: Telegram::new(options.telegram.clone()),
        }))
    }

    /// The key behaves so from its next request on. `key` is the key itself, or its place in the list (`"0"`).
    pub fn set_key(&self, key: &str, conduct: impl Into<Conduct>) -> Result<(), ControlError> {
        let conduct = conduct.into();
        conduct.check().map_err(ControlError::BadConduct)?;
        let index = self.find(key).ok_or(ControlError::UnknownKey)?;
        self.change(|world, since| world.set_key(since, index, Some(conduct)));
        Ok(())
    }

    /// The key follows the defaults again.
    pub fn clear_key(&self, key: &str) -> Result<(), ControlError> {
        let index = self.find(key).ok_or(ControlError::UnknownKey)?;
        self.change(|world, since| world.set_key(since, index, None));
        Ok(())
    }

    /// How every key without a conduct of its own behaves. A count of requests in it is shared by all these keys.
    pub fn set_defaults(&self, conduct: impl Into<Conduct>) -> Result<(), ControlError> {
        let conduct = conduct.into();
        conduct.check().map_err(ControlError::BadConduct)?;
        self.change(|world, since| world.set_defaults(since, conduct));
        Ok(())
    }

    /// From now on the service fails so for every key, whatever its conduct, and for balances. Calls that were begun go on.
    pub fn start_outage(&self, service: Service, outage: Outage) {
        self.change(|world, since| world.set_outage(since, service, Some(outage)));
    }

    /// From now on the keys behave by their own conduct again.
    pub fn end_outage(&self, service: Service) {
        self.change(|world, since| world.set_outage(since, service, None));
    }

    /// This much credit is left for all keys of the service together. Billed calls draw it down, and once nothing is left,
    /// calls for pictures meet [`Fault::OutOfFunds`]. The last call may cost more than there was.
    pub fn set_balance(&self, service: Service, left_micro_usd: u64) {
        self.change(|world, since| world.set_balance(since, service, left_micro_usd));
    }

    /// What is left; `None` where the credit has no end.
    pub fn balance(&self, service: Service) -> Option<u64> {
        let world = self.world();
        world.purses.left_micro_usd(service, &world.books)
    }

    /// Rules the played payment processors.
    pub fn till(&self) -> Till {
        self.0.till.clone()
    }

    /// Rules the played mail server.
    pub fn mail(&self) -> Inbox {
        self.0.mail.clone()
    }

    /// Rules the played Telegram.
    pub fn telegram(&self) -> Telegram {
        self.0.telegram.clone()
    }

    /// As it was at the start: conducts, outages, balances, dice, bill, journal, till, mail and Telegram. The schedule goes on
    /// and says so; the webhook of the played store stays.
    pub fn reset(&self) {
        let (defaults, purses) = (self.0.start_defaults.clone(), self.0.start_purses.clone());
        self.change(|world, since| world.reset(since, defaults, Dice::new(self.0.seed), purses));
        self.0.till.reset();
        self.0.mail.reset();
        self.0.telegram.reset();
    }

    /// Every change so far, and what it left able to answer.
    pub fn schedule(&self) -> FaultSchedule {
        self.world().schedule.clone()
    }

    pub fn bill(&self) -> Bill {
        self.world().books.bill()
    }

    /// The calls with a higher number than `after`, oldest first; the journal forgets all but the last
    /// [`journal_calls_max`](SandboxOptions::journal_calls_max).
    pub fn journal(&self, after: u64) -> Vec<Call> {
        self.world().books.calls_after(after)
    }

    pub fn state(&self) -> State {
        let world = self.world();
        let tallies = world.books.bill().keys;
        let keys = self.0.keys.iter().zip(&world.conducts).zip(tallies).enumerate();
        let service = |service| ServiceState {
            service,
            outage: world.outages[service],
            usage_micro_usd: world.books.service_usage_micro_usd(service),
            left_micro_usd: world.purses.left_micro_usd(service, &world.books),
        };
        State {
            defaults: world.defaults.clone(),
            services: Service::ALL.map(service).to_vec(),
            keys: keys
                .map(|(index, ((key, conduct), tally))| KeyState {
                    index,
                    key: key.clone(),
                    conduct: conduct.clone(),
                    tally,
                })
                .collect(),
        }
    }

    /// Decides what a request with this key meets; `None` for a key nobody knows.
    pub(crate) fn admit(&self, service: Service, key: &str, reads_only: bool) -> Option<Turn> {
        let key_index = *self.0.places.get(key)?;
        Some(self.change(|world, since| world.admit(since, service, key_index, reads_only)))
    }

    pub(crate) fn knows(&self, key: &str) -> bool {
        self.0.places.contains_key(key)
    }

    pub(crate) fn outage(&self, service: Service) -> Option<Outage> {
        self.world().outages[service]
    }

    /// What was paid in, and what all keys together have used.
    pub(crate) fn credit_and_usage(&self, service: Service) -> (u64, u64) {
        let world = self.world();
        (world.purses.paid_in_micro_usd(service).unwrap_or_default(), world.books.service_usage_micro_usd(service))
    }

    /// What the key was billed there.
    pub(crate) fn usage(&self, service: Service, key_index: usize) -> u64 {
        self.world().books.usage_micro_usd(service, key_index)
    }

    /// A call for an image begins; it ends when the ticket is dropped.
    pub(crate) fn begin(&self, key_index: usize) -> Ticket {
        self.world().books.begin(key_index);
        Ticket { controls: self.clone(), key_index }
    }

    pub(crate) fn enter(&self, entry: Entry) -> u64 {
        let started_1970 = self.0.start.wall.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        self.change(|world, since| world.enter(since, started_1970 + since, entry))
    }

    pub(crate) fn deliver(&self, call: u64) {
        self.world().books.deliver(call);
    }

    fn find(&self, key: &str) -> Option<usize> {
        let place = || key.parse().ok().filter(|index| *index < self.0.keys.len());
        self.0.places.get(key).copied().or_else(place)
    }

    /// The time is taken behind the lock, so that the order of changes is the order of their times.
    fn change<T>(&self, deed: impl FnOnce(&mut World, Duration) -> T) -> T {
        let mut world = self.world();
        let since = self.0.start.at.elapsed();
        deed(&mut world, since)
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn world(&self) -> MutexGuard<'_, World> {
        self.0.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
