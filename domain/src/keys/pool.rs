//! The pure model of a pool: what the SQL of the store must do, told without SQL.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;

use super::health::{KeyChange, KeyHealth, KeyState};
use super::policy::KeyPolicy;
use crate::env::Timestamp;
use crate::outcome::Class;

/// How much may be asked of a key at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyLimits {
    pub max_in_flight: u32,
    /// Requests per minute, evenly spaced; `None`: no limit of ours.
    pub rpm: Option<u32>,
}

/// One key of the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolKey {
    pub health: KeyHealth,
    pub limits: KeyLimits,
    pub account: Option<String>,
    pub in_flight: u32,
    /// When it may be picked next; `None`: not before something ends.
    pub next_at: Option<Timestamp>,
    /// Rises with every pick of the pool: the key picked longest ago comes first.
    pub picked_seq: u64,
    /// When it was last picked; with `rpm` this spaces the picks.
    pub picked_at: Option<Timestamp>,
    pub not_for: BTreeSet<String>,
}

impl PoolKey {
    pub fn new(limits: KeyLimits, now: Timestamp) -> Self {
        Self {
            health: KeyHealth::fresh(),
            limits,
            account: None,
            in_flight: 0,
            next_at: Some(now),
            picked_seq: 0,
            picked_at: None,
            not_for: BTreeSet::new(),
        }
    }

    /// When this key may be picked next, from everything else that is known of it.
    pub fn next_pick(&self, now: Timestamp) -> Option<Timestamp> {
        let (earliest, most) = match self.health.state.at(now) {
            KeyState::Active => (now, self.limits.max_in_flight),
            KeyState::Probation => (now, 1),
            KeyState::Cooldown { until } => (until, 1),
            KeyState::OutOfFunds | KeyState::ManualReview | KeyState::Disabled => return None,
        };
        if self.in_flight >= most {
            return None;
        }
        let spaced = match (self.limits.rpm, self.picked_at) {
            (Some(rpm), Some(at)) if rpm > 0 => at + Duration::microseconds(60_000_000 / i64::from(rpm)),
            _ => earliest,
        };
        Some(earliest.max(spaced))
    }

    /// A pick: one more in flight. A cooldown that is over becomes probation.
    pub fn take(&mut self, seq: u64, now: Timestamp) {
        self.health.state = self.health.state.at(now);
        self.in_flight += 1;
        self.picked_seq = seq;
        self.picked_at = Some(now);
        self.next_at = self.next_pick(now);
    }

    /// The end of an attempt that was opened at `opened_at`: its slot is free again, its class moves the key.
    pub fn give_back(
        &mut self,
        class: Class,
        asked_wait: Option<std::time::Duration>,
        opened_at: Timestamp,
        now: Timestamp,
        policy: &KeyPolicy,
    ) -> KeyChange {
        let change = self.health.after(class, asked_wait, opened_at, now, policy);
        self.health = change.health;
        self.in_flight = self.in_flight.saturating_sub(1);
        self.next_at = self.next_pick(now);
        change
    }

    /// Another key of its account ran out of funds.
    pub fn fall_with_account(&mut self, now: Timestamp) {
        if !self.health.state.needs_admin() {
            self.health.state = KeyState::OutOfFunds;
        }
        self.next_at = self.next_pick(now);
    }
}

/// All keys of one provider.
#[derive(Clone, Debug, Default)]
pub struct Pool<K: Ord + Copy> {
    pub keys: BTreeMap<K, PoolKey>,
    seq: u64,
}

/// How one attempt on a key ended.
#[derive(Clone, Copy, Debug)]
pub struct PoolEnd<'a, K> {
    pub key: K,
    pub model: &'a str,
    pub class: Class,
    pub opened_at: Timestamp,
}

/// What picking came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick<K> {
    Key(K),
    Later(Timestamp),
    Exhausted,
}

impl<K: Ord + Copy> Pool<K> {
    pub fn new() -> Self {
        Self { keys: BTreeMap::new(), seq: 0 }
    }

    /// The key that is due and was picked longest ago, never one of `tried`.
    pub fn pick(&mut self, model: &str, tried: &BTreeSet<K>, now: Timestamp) -> Pick<K> {
        let eligible = |(id, key): &(&K, &PoolKey)| {
            !tried.contains(*id) && !key.not_for.contains(model) && !key.health.state.needs_admin()
        };
        let due = self
            .keys
            .iter()
            .filter(eligible)
            .filter(|(_, key)| key.next_at.is_some_and(|at| at <= now))
            .min_by_key(|(id, key)| (key.picked_seq, **id))
            .map(|(id, _)| *id);
        if let Some(id) = due {
            self.seq += 1;
            let seq = self.seq;
            if let Some(key) = self.keys.get_mut(&id) {
                key.take(seq, now);
            }
            return Pick::Key(id);
        }
        // A key with no time of its own is busy: it is to be had as soon as one of its requests ends.
        self.keys
            .iter()
            .filter(eligible)
            .map(|(_, key)| key.next_at.unwrap_or(now))
            .min()
            .map_or(Pick::Exhausted, Pick::Later)
    }

    /// The end of an attempt.
    pub fn close(&mut self, end: PoolEnd<'_, K>, now: Timestamp, policy: &KeyPolicy) {
        let PoolEnd { key: id, model, class, opened_at } = end;
        let Some(key) = self.keys.get_mut(&id) else { return };
        let change = key.give_back(class, None, opened_at, now, policy);
        if change.not_for_model {
            key.not_for.insert(model.to_owned());
        }
        let account = key.account.clone().filter(|_| change.account_out_of_funds);
        let Some(account) = account else { return };
        for other in self.keys.values_mut().filter(|k| k.account.as_ref() == Some(&account)) {
            other.fall_with_account(now);
        }
    }
}
