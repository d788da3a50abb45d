//! The state machine of one key.

use chrono::Duration;

use super::policy::KeyPolicy;
use super::shared::{Failure, Way};
use crate::env::Timestamp;
use crate::ids::IncidentId;
use crate::outcome::Class;

/// Where a key stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyState {
    Active,
    /// One request at a time until the first success.
    Probation,
    /// Not picked before `until`, then on probation.
    Cooldown {
        until: Timestamp,
    },
    /// Ends by an admin's act only.
    OutOfFunds,
    /// Ends by an admin's act only.
    ManualReview,
    /// By an admin's act.
    Disabled,
}

impl KeyState {
    /// All names, from the healthy to the lost.
    pub const NAMES: [&'static str; 6] =
        ["active", "probation", "cooldown", "out_of_funds", "manual_review", "disabled"];

    /// The name in rows and answers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Probation => "probation",
            Self::Cooldown { .. } => "cooldown",
            Self::OutOfFunds => "out_of_funds",
            Self::ManualReview => "manual_review",
            Self::Disabled => "disabled",
        }
    }

    /// From a row's name and end.
    pub fn from_row(name: &str, until: Option<Timestamp>) -> Option<Self> {
        Some(match (name, until) {
            ("active", _) => Self::Active,
            ("probation", _) => Self::Probation,
            ("cooldown", Some(until)) => Self::Cooldown { until },
            ("out_of_funds", _) => Self::OutOfFunds,
            ("manual_review", _) => Self::ManualReview,
            ("disabled", _) => Self::Disabled,
            _ => return None,
        })
    }

    pub fn until(self) -> Option<Timestamp> {
        match self {
            Self::Cooldown { until } => Some(until),
            _ => None,
        }
    }

    /// Time alone changes one thing: a cooldown that ended is probation.
    pub fn at(self, now: Timestamp) -> Self {
        match self {
            Self::Cooldown { until } if until <= now => Self::Probation,
            other => other,
        }
    }

    /// No outcome of an attempt moves a key out of these.
    pub fn needs_admin(self) -> bool {
        matches!(self, Self::OutOfFunds | Self::ManualReview | Self::Disabled)
    }
}

/// What is known of a key's health.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyHealth {
    pub state: KeyState,
    /// Failures in a row, at most one per cooldown.
    pub strikes: u32,
    /// When the newest cooldown began: the end of an attempt opened before it says nothing new.
    pub cooled_at: Option<Timestamp>,
    /// A rest for its own strike may be cut short from then on, where no other key is left. `None`: the upstream asked for
    /// the rest, or the key doesn't rest.
    pub resort_at: Option<Timestamp>,
    /// Quick tries that failed, since it last worked.
    pub rounds: u32,
    /// The newest failure that may turn out to have a shared cause.
    pub failed: Option<Failure>,
    /// When the newest attempt was opened that succeeded.
    pub worked_at: Option<Timestamp>,
    /// The shared cause for which it rests.
    pub incident: Option<IncidentId>,
    /// When the newest shared cause ended for it by another key's success.
    pub lifted_at: Option<Timestamp>,
}

/// Something a person should hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    KeyInReview,
    AccountOutOfFunds,
    /// The key can't use this model.
    KeyNotForModel,
    ModelGone,
    /// The address we come from is refused.
    RegionBlocked,
}

/// What the end of an attempt did to its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyChange {
    pub health: KeyHealth,
    /// All keys of the same account run out of funds together.
    pub account_out_of_funds: bool,
    /// The key is no longer to be picked for the attempt's model.
    pub not_for_model: bool,
    /// It failed for a cause that is known not to be the key's.
    pub shared: bool,
    /// It failed in a way that may have a shared cause, and now.
    pub evidence: Option<Way>,
    pub notice: Option<Notice>,
}

impl KeyHealth {
    pub fn fresh() -> Self {
        Self {
            state: KeyState::Active,
            strikes: 0,
            cooled_at: None,
            resort_at: None,
            rounds: 0,
            failed: None,
            worked_at: None,
            incident: None,
            lifted_at: None,
        }
    }

    /// The end of an attempt that was opened at `opened_at`, as far as it is the key's own.
    #[must_use]
    pub fn after(
        self,
        class: Class,
        asked_wait: Option<std::time::Duration>,
        opened_at: Timestamp,
        now: Timestamp,
        policy: &KeyPolicy,
    ) -> KeyChange {
        let kept = KeyChange::of(self);
        let stale = self.cooled_at.is_some_and(|cooled| opened_at < cooled);
        match class {
            Class::KeyInvalid if !stale && !self.state.needs_admin() => KeyChange {
                notice: Some(Notice::KeyInReview),
                ..KeyChange::of(self.at_rest(KeyState::ManualReview)).evident(Way::Refusing, now)
            },
            // Funds are the account's: its other keys fall even where this one was disabled meanwhile. Not by what began
            // before an admin put it back to work, though.
            Class::OutOfFunds if !stale => KeyChange {
                health: if self.state.needs_admin() { self } else { self.at_rest(KeyState::OutOfFunds) },
                account_out_of_funds: true,
                notice: Some(Notice::AccountOutOfFunds),
                ..kept
            },
            Class::QuotaZero => KeyChange { not_for_model: true, notice: Some(Notice::KeyNotForModel), ..kept },
            Class::ModelGone => KeyChange { notice: Some(Notice::ModelGone), ..kept },
            // The way's trouble, or our own: once it is mended, the key may be tried for the same picture.
            Class::ProxyTransport | Class::Abandoned => KeyChange { shared: true, ..kept },
            Class::RegionBlocked => KeyChange { notice: Some(Notice::RegionBlocked), ..kept },
            Class::Ok => {
                let worked_at = self.worked_at.max(Some(opened_at));
                if stale || self.state.needs_admin() {
                    return KeyChange::of(Self { worked_at, ..self });
                }
                KeyChange::of(Self { worked_at, cooled_at: self.cooled_at, ..Self::fresh() })
            }
            _ if stale || self.state.needs_admin() => kept,
            Class::Overload | Class::Timeout | Class::Transport => self.struck(now, policy),
            Class::RateLimited => kept.cooled(now, policy.asked(asked_wait, policy.rate_limited_s)),
            Class::QuotaDay => kept.cooled(now, policy.asked(asked_wait, policy.quota_day_s)),
            Class::PolicyPrompt
            | Class::PolicyOutput
            | Class::BadRequest
            | Class::TooLarge
            | Class::NoImage
            | Class::OutOfFunds
            | Class::KeyInvalid => kept,
        }
    }

    /// One strike: a cooldown, or a look by an admin when there were too many in a row.
    fn struck(self, now: Timestamp, policy: &KeyPolicy) -> KeyChange {
        let rounds = self.rounds.saturating_add(1);
        if matches!(self.state, KeyState::Cooldown { .. }) {
            // It was the last resort: still the same cooldown, so no further strike.
            let resort_at = Some(later(now, policy.retry(self.rounds)));
            return KeyChange::of(Self { resort_at, rounds, ..self });
        }
        let strikes = self.strikes.saturating_add(1);
        if strikes > policy.strikes_max {
            let health = Self { strikes, cooled_at: Some(now), ..self.at_rest(KeyState::ManualReview) };
            return KeyChange { notice: Some(Notice::KeyInReview), ..KeyChange::of(health) }.evident(Way::Failing, now);
        }
        let resort_at = Some(later(now, policy.retry(0)));
        let struck = KeyChange::of(Self { strikes, ..self }).cooled(now, policy.cooldown());
        let health = Self { resort_at, rounds: 1, ..struck.health };
        KeyChange { health, ..struck }.evident(Way::Failing, now)
    }

    /// In a state that no shared cause and no quick try ends.
    fn at_rest(self, state: KeyState) -> Self {
        Self { state, resort_at: None, incident: None, rounds: 0, ..self }
    }

    /// An admin put it back to work, with a clean record. What began before says nothing of it.
    #[must_use]
    pub fn activated(now: Timestamp) -> Self {
        Self { cooled_at: Some(now), ..Self::fresh() }
    }

    /// An admin took it out of use.
    #[must_use]
    pub fn disabled(self) -> Self {
        self.at_rest(KeyState::Disabled)
    }

    /// The account has no money left.
    #[must_use]
    pub fn fell_with_account(self) -> Self {
        if self.state.needs_admin() { self } else { self.at_rest(KeyState::OutOfFunds) }
    }

    /// A cooldown that ended is probation.
    #[must_use]
    pub fn at(self, now: Timestamp) -> Self {
        let state = self.state.at(now);
        let resort_at = self.resort_at.filter(|_| state == self.state);
        Self { state, resort_at, ..self }
    }
}

impl KeyChange {
    /// A change that nobody else is concerned with.
    pub(super) fn of(health: KeyHealth) -> Self {
        let (account_out_of_funds, not_for_model, shared) = (false, false, false);
        Self { health, account_out_of_funds, not_for_model, shared, evidence: None, notice: None }
    }

    fn cooled(self, now: Timestamp, wait: std::time::Duration) -> Self {
        let until = later(now, wait);
        // An outcome never shortens a cooldown that already runs.
        let until = self.health.state.until().map_or(until, |running| running.max(until));
        let rest = self.health.at_rest(KeyState::Cooldown { until });
        Self { health: KeyHealth { cooled_at: Some(now), ..rest }, ..self }
    }

    /// The failure is kept for the question whether others fail the same way.
    fn evident(self, way: Way, now: Timestamp) -> Self {
        let health = KeyHealth { failed: Some(Failure { way, at: now }), ..self.health };
        Self { health, evidence: Some(way), ..self }
    }
}

pub(super) fn later(now: Timestamp, wait: std::time::Duration) -> Timestamp {
    now + Duration::from_std(wait).unwrap_or(Duration::MAX)
}
