//! The state machine of one key.

use chrono::Duration;

use super::policy::KeyPolicy;
use crate::env::Timestamp;
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
}

/// Something a person should hear.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    KeyInReview,
    AccountOutOfFunds,
    /// The key can't use this model.
    KeyNotForModel,
    ModelGone,
}

/// What the end of an attempt did to its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeyChange {
    pub health: KeyHealth,
    /// All keys of the same account run out of funds together.
    pub account_out_of_funds: bool,
    /// The key is no longer to be picked for the attempt's model.
    pub not_for_model: bool,
    pub notice: Option<Notice>,
}

impl KeyHealth {
    pub fn fresh() -> Self {
        Self { state: KeyState::Active, strikes: 0, cooled_at: None }
    }

    /// The end of an attempt that was opened at `opened_at`.
    #[must_use]
    pub fn after(
        self,
        class: Class,
        asked_wait: Option<std::time::Duration>,
        opened_at: Timestamp,
        now: Timestamp,
        policy: &KeyPolicy,
    ) -> KeyChange {
        let kept = KeyChange { health: self, account_out_of_funds: false, not_for_model: false, notice: None };
        let stale = self.cooled_at.is_some_and(|cooled| opened_at < cooled);
        match class {
            Class::KeyInvalid if !self.state.needs_admin() => KeyChange {
                health: Self { state: KeyState::ManualReview, ..self },
                notice: Some(Notice::KeyInReview),
                ..kept
            },
            // Funds are the account's: its other keys fall even where this one was disabled meanwhile.
            Class::OutOfFunds => KeyChange {
                health: if self.state.needs_admin() { self } else { Self { state: KeyState::OutOfFunds, ..self } },
                account_out_of_funds: true,
                notice: Some(Notice::AccountOutOfFunds),
                ..kept
            },
            Class::QuotaZero => KeyChange { not_for_model: true, notice: Some(Notice::KeyNotForModel), ..kept },
            Class::ModelGone => KeyChange { notice: Some(Notice::ModelGone), ..kept },
            _ if stale || self.state.needs_admin() => kept,
            Class::Ok => KeyChange { health: Self { state: KeyState::Active, strikes: 0, ..self }, ..kept },
            Class::Overload | Class::Timeout | Class::Transport => self.struck(now, policy),
            Class::RateLimited => kept.cooled(now, policy.asked(asked_wait, policy.rate_limited_s)),
            Class::QuotaDay => kept.cooled(now, policy.asked(asked_wait, policy.quota_day_s)),
            Class::PolicyPrompt
            | Class::PolicyOutput
            | Class::BadRequest
            | Class::TooLarge
            | Class::NoImage
            | Class::RegionBlocked
            | Class::ProxyTransport
            // Our own process died; that says nothing of the key.
            | Class::Abandoned
            | Class::KeyInvalid => kept,
        }
    }

    /// One strike: a cooldown, or a look by an admin when there were too many in a row.
    fn struck(self, now: Timestamp, policy: &KeyPolicy) -> KeyChange {
        let strikes = self.strikes.saturating_add(1);
        let kept = KeyChange {
            health: Self { strikes, ..self },
            account_out_of_funds: false,
            not_for_model: false,
            notice: None,
        };
        if strikes > policy.strikes_max {
            let health = Self { state: KeyState::ManualReview, strikes, cooled_at: Some(now) };
            return KeyChange { health, notice: Some(Notice::KeyInReview), ..kept };
        }
        kept.cooled(now, policy.cooldown())
    }
}

impl KeyChange {
    fn cooled(self, now: Timestamp, wait: std::time::Duration) -> Self {
        let until = now + Duration::from_std(wait).unwrap_or(Duration::MAX);
        // An outcome never shortens a cooldown that already runs.
        let until = self.health.state.until().map_or(until, |running| running.max(until));
        let health = KeyHealth { state: KeyState::Cooldown { until }, cooled_at: Some(now), ..self.health };
        Self { health, ..self }
    }
}
