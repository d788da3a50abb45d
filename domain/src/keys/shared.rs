//! It is not the keys: many that fail together have a cause that is none of theirs.
//!
//! At least three keys, and at least half of a provider's or all behind one proxy or of one account, that fail the
//! same way within a minute while none succeeds: that is one incident. What the failures did to their keys is taken back,
//! the keys rest for seconds instead, and the first success ends it for all of them.

use std::fmt;

use super::health::{KeyChange, KeyHealth, KeyState, later};
use super::policy::KeyPolicy;
use crate::env::Timestamp;
use crate::ids::{IncidentId, ProviderId, ProxyId};
use crate::outcome::Class;

/// What failures have in common. One outage shows as 503, as silence and as cut connections, so these are one way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// No answer that could be used.
    Failing,
    /// The keys are said to be wrong.
    Refusing,
}

impl Way {
    pub const ALL: [Self; 2] = [Self::Failing, Self::Refusing];

    /// `None`: such an end says nothing of a shared cause, or says itself how long to wait.
    pub fn of(class: Class) -> Option<Self> {
        match class {
            Class::Overload | Class::Timeout | Class::Transport => Some(Self::Failing),
            Class::KeyInvalid => Some(Self::Refusing),
            _ => None,
        }
    }

    /// The name in rows.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Failing => "failing",
            Self::Refusing => "refusing",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.as_str() == text)
    }

    /// The classes that fail this way.
    pub fn classes(self) -> impl Iterator<Item = Class> {
        Class::ALL.into_iter().filter(move |class| Self::of(*class) == Some(self))
    }
}

/// A failure that may have a shared cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    pub way: Way,
    pub at: Timestamp,
}

/// Keys of one provider that may share a cause.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    Provider,
    Proxy(ProxyId),
    Account(String),
}

impl Scope {
    /// All that a key belongs to; the widest explanation comes first.
    pub fn all(proxy: Option<ProxyId>, account: Option<&str>) -> Vec<Self> {
        let proxy = proxy.map(Self::Proxy);
        let account = account.map(|account| Self::Account(account.to_owned()));
        std::iter::once(Self::Provider).chain(proxy).chain(account).collect()
    }

    /// Names the incident, so that the same trouble is recognised.
    pub fn incident_key(&self, provider: &ProviderId, way: Way) -> String {
        format!("pool:{provider}{self}:{}", way.as_str())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Provider => Ok(()),
            Self::Proxy(proxy) => write!(f, "/proxy:{proxy}"),
            Self::Account(account) => write!(f, "/account:{account}"),
        }
    }
}

/// How the keys of a scope are doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Census {
    /// Failed the same way since [`failing_since`].
    pub failing: u32,
    /// Those of them that were excused not long ago.
    pub excused: u32,
    /// All that failed, and those that could be picked.
    pub of: u32,
}

/// Failures after this moment are taken together: not older than the window, and newer than any success.
pub fn failing_since(worked_at: Option<Timestamp>, now: Timestamp, policy: &KeyPolicy) -> Timestamp {
    let window = now - policy.shared_window();
    worked_at.map_or(window, |worked| worked.max(window))
}

impl KeyPolicy {
    /// The rule. Keys that were excused before count only where nothing is left that works: otherwise a few dead ones
    /// would be excused again and again.
    pub fn is_shared(&self, scope: &Scope, census: Census) -> bool {
        let Census { failing, excused, of } = census;
        let all = failing >= of;
        let enough = match scope {
            Scope::Provider => {
                all || {
                    let own = u64::from(failing.saturating_sub(excused));
                    own * 100 >= u64::from(of) * u64::from(self.shared_percent_min)
                }
            }
            Scope::Proxy(_) | Scope::Account(_) => all,
        };
        self.shared_cause && failing >= self.shared_keys_min && enough
    }

    /// Whoever was lifted before this moment may be excused again like any other.
    pub fn excused_since(&self, now: Timestamp) -> Timestamp {
        now - chrono::Duration::seconds(self.cooldown_s.into())
    }
}

impl KeyHealth {
    /// Failed this way since then, and is not in an admin's hands for anything else.
    pub fn fails(&self, way: Way, since: Timestamp) -> bool {
        let ours = !matches!(self.state, KeyState::Disabled | KeyState::OutOfFunds);
        ours && self.failed.is_some_and(|failure| failure.way == way && failure.at > since)
    }

    /// Counts in the census: it fails, or could be picked.
    pub fn counts(&self, way: Way, since: Timestamp, now: Timestamp) -> bool {
        self.fails(way, since) || matches!(self.state.at(now), KeyState::Active | KeyState::Probation)
    }

    /// The failure turned out to have a shared cause: what it did to the key is taken back.
    #[must_use]
    pub fn joined(self, incident: IncidentId, now: Timestamp, policy: &KeyPolicy) -> Self {
        let struck = self.failed.is_some_and(|failure| failure.way == Way::Failing);
        let strikes = self.strikes.saturating_sub(struck.into());
        Self { strikes, rounds: 0, ..self }.rests_with(incident, now, policy)
    }

    /// One more failure of an incident that is known.
    pub(super) fn after_shared(
        self,
        incident: IncidentId,
        opened_at: Timestamp,
        now: Timestamp,
        policy: &KeyPolicy,
    ) -> KeyChange {
        let stale = self.cooled_at.is_some_and(|cooled| opened_at < cooled);
        let health = if stale || self.state.needs_admin() { self } else { self.rests_with(incident, now, policy) };
        KeyChange { shared: true, ..KeyChange::of(health) }
    }

    /// It is over for all: one request at a time until each has worked.
    #[must_use]
    pub fn lifted(self, now: Timestamp) -> Self {
        let state = match self.state {
            KeyState::Cooldown { .. } => KeyState::Probation,
            other => other,
        };
        Self { state, incident: None, rounds: 0, lifted_at: Some(now), ..self }
    }

    fn rests_with(self, incident: IncidentId, now: Timestamp, policy: &KeyPolicy) -> Self {
        let until = later(now, policy.retry(self.rounds));
        Self {
            state: KeyState::Cooldown { until },
            cooled_at: Some(now),
            resort_at: None,
            rounds: self.rounds.saturating_add(1),
            incident: Some(incident),
            failed: None,
            ..self
        }
    }

    /// Another key's success ended a shared cause for it not long ago.
    pub fn was_excused(&self, since: Timestamp) -> bool {
        self.lifted_at.is_some_and(|lifted| lifted > since)
    }
}
