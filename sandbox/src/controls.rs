//! The one place where keys, their conduct and the books live: the control endpoint and tests in process both go through it.

use std::{
    fmt,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use serde::Serialize;

use crate::{
    bill::{Bill, Books, Call, Entry, Tally},
    dice::Dice,
    faults::{BadConduct, Conduct, Fault},
};

/// Rules a running sandbox. Clones rule the same one.
#[derive(Clone)]
pub struct Controls(Arc<World>);

struct World {
    started: Instant,
    seed: u64,
    start_defaults: Conduct,
    keys: Vec<String>,
    inner: Mutex<Inner>,
}

struct Inner {
    defaults: Conduct,
    /// Beside `World::keys`; `None` follows the defaults.
    conducts: Vec<Option<Conduct>>,
    books: Books,
    dice: Dice,
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

/// Answer of `GET /state`.
#[derive(Debug, Clone, Serialize)]
pub struct State {
    pub defaults: Conduct,
    pub keys: Vec<KeyState>,
}

/// What was decided for one request.
#[derive(Debug, Clone)]
pub(crate) struct Turn {
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
        self.controls.inner().books.end(self.key_index);
    }
}

impl fmt::Debug for Controls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Controls").field("keys", &self.0.keys.len()).finish_non_exhaustive()
    }
}

impl Controls {
    pub(crate) fn new(keys: Vec<String>, defaults: Conduct, seed: u64) -> Self {
        let inner = Inner {
            defaults: defaults.clone(),
            conducts: vec![None; keys.len()],
            books: Books::new(keys.len()),
            dice: Dice::new(seed),
        };
        Self(Arc::new(World {
            started: Instant::now(),
            seed,
            start_defaults: defaults,
            keys,
            inner: Mutex::new(inner),
        }))
    }

    /// The key behaves so from its next request on. `key` is the key itself, or its place in the list (`"0"`).
    pub fn set_key(&self, key: &str, conduct: impl Into<Conduct>) -> Result<(), ControlError> {
        let conduct = conduct.into();
        conduct.check().map_err(ControlError::BadConduct)?;
        let index = self.find(key).ok_or(ControlError::UnknownKey)?;
        self.inner().conducts[index] = Some(conduct);
        Ok(())
    }

    /// The key follows the defaults again.
    pub fn clear_key(&self, key: &str) -> Result<(), ControlError> {
        let index = self.find(key).ok_or(ControlError::UnknownKey)?;
        self.inner().conducts[index] = None;
        Ok(())
    }

    /// How every key without a conduct of its own behaves. A count of requests in it is shared by all these keys.
    pub fn set_defaults(&self, conduct: impl Into<Conduct>) -> Result<(), ControlError> {
        let conduct = conduct.into();
        conduct.check().map_err(ControlError::BadConduct)?;
        self.inner().defaults = conduct;
        Ok(())
    }

    /// As it was at the start: conducts, dice, bill and journal.
    pub fn reset(&self) {
        let mut inner = self.inner();
        inner.defaults = self.0.start_defaults.clone();
        inner.conducts.fill(None);
        inner.dice = Dice::new(self.0.seed);
        inner.books.clear();
    }

    pub fn bill(&self) -> Bill {
        self.inner().books.bill()
    }

    /// The calls with a higher number than `after`, oldest first; the journal forgets all but the last 10,000.
    pub fn journal(&self, after: u64) -> Vec<Call> {
        self.inner().books.calls_after(after)
    }

    pub fn state(&self) -> State {
        let inner = self.inner();
        let tallies = inner.books.bill().keys;
        let keys = self.0.keys.iter().zip(&inner.conducts).zip(tallies).enumerate();
        State {
            defaults: inner.defaults.clone(),
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
    pub(crate) fn admit(&self, key: &str, reads_only: bool) -> Option<Turn> {
        let key_index = self.0.keys.iter().position(|known| known == key)?;
        let mut inner = self.inner();
        let Inner { defaults, conducts, dice, .. } = &mut *inner;
        let conduct = conducts[key_index].as_mut().unwrap_or(defaults);
        let fault = conduct.meet(dice, reads_only);
        let latency = conduct.latency(dice);
        Some(Turn { key_index, fault, conduct: conduct.clone(), latency, variation: dice.next_u64() })
    }

    pub(crate) fn knows(&self, key: &str) -> bool {
        self.0.keys.iter().any(|known| known == key)
    }

    /// A call for an image begins; it ends when the ticket is dropped.
    pub(crate) fn begin(&self, key_index: usize) -> Ticket {
        self.inner().books.begin(key_index);
        Ticket { controls: self.clone(), key_index }
    }

    pub(crate) fn enter(&self, entry: Entry) -> u64 {
        let at_ms = u64::try_from(self.0.started.elapsed().as_millis()).unwrap_or(u64::MAX);
        self.inner().books.enter(entry, at_ms)
    }

    pub(crate) fn deliver(&self, call: u64) {
        self.inner().books.deliver(call);
    }

    fn find(&self, key: &str) -> Option<usize> {
        let keys = &self.0.keys;
        keys.iter().position(|known| known == key).or_else(|| key.parse().ok().filter(|index| *index < keys.len()))
    }

    /// Nothing here panics half-way through a change, so a poisoned lock still guards sound data.
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
