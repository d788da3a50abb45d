//! One key as the rules see it.

use std::collections::BTreeSet;

use chrono::Duration;

use super::health::{KeyChange, KeyHealth, KeyState};
use super::policy::KeyPolicy;
use crate::env::Timestamp;
use crate::ids::{IncidentId, ProxyId};
use crate::outcome::Class;

/// How much may be asked of a key at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyLimits {
    pub max_in_flight: u32,
    /// Requests per minute, evenly spaced; `None`: no limit of ours.
    pub rpm: Option<u32>,
}

/// How an attempt on a key ended, as far as the key is concerned.
#[derive(Clone, Copy, Debug)]
pub struct KeyEnd {
    pub class: Class,
    pub asked_wait: Option<std::time::Duration>,
    pub opened_at: Timestamp,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolKey {
    pub health: KeyHealth,
    pub limits: KeyLimits,
    pub account: Option<String>,
    pub proxy: Option<ProxyId>,
    /// Never goes around its proxy.
    pub proxy_only: bool,
    pub in_flight: u32,
    /// The one in flight is a last resort.
    pub resorting: bool,
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
            proxy: None,
            proxy_only: false,
            in_flight: 0,
            resorting: false,
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

    /// Could be picked at some moment without any rest ending: idle, busy or spaced.
    pub fn is_live(&self, now: Timestamp) -> bool {
        matches!(self.health.state.at(now), KeyState::Active | KeyState::Probation)
    }

    /// When it may be the last resort; `None`: it may not.
    pub fn resort_at(&self, now: Timestamp) -> Option<Timestamp> {
        let rests = matches!(self.health.state.at(now), KeyState::Cooldown { .. }) && self.in_flight == 0;
        self.health.resort_at.filter(|_| rests)
    }

    /// A pick: one more in flight. A cooldown that is over becomes probation.
    pub fn take(&mut self, seq: u64, now: Timestamp) {
        self.health = self.health.at(now);
        self.picked(seq, now);
    }

    /// A pick in the middle of a rest, which goes on unless this works.
    pub fn take_as_last_resort(&mut self, seq: u64, now: Timestamp) {
        self.resorting = true;
        self.picked(seq, now);
    }

    fn picked(&mut self, seq: u64, now: Timestamp) {
        self.in_flight += 1;
        self.picked_seq = seq;
        self.picked_at = Some(now);
        self.next_at = self.next_pick(now);
    }

    /// The end of an attempt: its slot is free again, its class moves the key. `known` is the incident that the end is a
    /// part of, where one is open already.
    pub fn give_back(
        &mut self,
        end: &KeyEnd,
        known: Option<IncidentId>,
        now: Timestamp,
        policy: &KeyPolicy,
    ) -> KeyChange {
        let change = match known {
            Some(incident) => self.health.after_shared(incident, end.opened_at, now, policy),
            None => self.health.after(end.class, end.asked_wait, end.opened_at, now, policy),
        };
        self.in_flight = self.in_flight.saturating_sub(1);
        self.resorting = false;
        self.becomes(change.health, now);
        change
    }

    /// Its health changed for a reason outside of it.
    pub fn becomes(&mut self, health: KeyHealth, now: Timestamp) {
        self.health = health;
        self.resorting &= matches!(health.state, KeyState::Cooldown { .. });
        self.next_at = self.next_pick(now);
    }
}
