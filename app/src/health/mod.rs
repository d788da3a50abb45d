//! How every part of the product is, with the value it was judged by. For the admins' web, for monitoring and for the
//! command line: all of them see the same.
//!
//! **Invariant:** what could not be looked at is unknown, and never ok.
//!
//! To add a part: 1. a [`Kind`]; 2. its judgement in a file of its own; 3. its line in [`watch`].

mod backup;
mod look;
mod outside;
mod parts;
mod pool;
mod watch;

use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use serde::Serialize;

pub(crate) use parts::mail_waits;
pub(crate) use pool::of_provider as provider_part;
pub use watch::{FRESH_FOR, HealthWatch};

use crate::space::SpaceLimits;

/// What can be looked at on this machine.
#[derive(Clone, Debug)]
pub struct HealthSettings {
    /// Fewer keys that work are few.
    pub keys_few: u32,
    /// Where pictures lie, whose free space is watched; `None`: on no disk of ours.
    pub disk: Option<PathBuf>,
    pub space: SpaceLimits,
    /// A process whose clock is further from the database's is not ready, and a worker takes nothing.
    pub skew_max: TimeDelta,
    /// `None`: the public address has none, or nobody can look.
    pub certificate: Option<Arc<dyn Certificate>>,
    /// An older backup is as good as none; `None`: whoever runs this wants none.
    pub backup_stale_after: Option<chrono::Duration>,
}

impl Default for HealthSettings {
    fn default() -> Self {
        let skew_max = TimeDelta::seconds(2);
        Self {
            keys_few: 3,
            disk: None,
            space: SpaceLimits::default(),
            skew_max,
            certificate: None,
            backup_stale_after: None,
        }
    }
}

/// The certificate of the public address, as a browser meets it.
#[async_trait]
pub trait Certificate: Send + Sync + std::fmt::Debug {
    /// Why it can't be looked at, for people.
    async fn ends_at(&self) -> Result<Timestamp, String>;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Database,
    Queue,
    Process,
    Storage,
    Pool,
    Proxies,
    Processor,
    Mail,
    Bot,
    Disk,
    Certificate,
    Clock,
    Backup,
    Switches,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Ok,
    Unknown,
    Warning,
    Critical,
}

/// One part. `value` and `threshold` are words for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Stable: `pool:nano_banana`.
    pub id: String,
    pub kind: Kind,
    pub label: String,
    pub state: State,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<String>,
    /// `None`: it was never looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked_at: Option<Timestamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Ok,
    /// A part is not as it should be, or one that everything hangs on is unknown.
    Degraded,
    /// Nothing works.
    Down,
}

/// A moment's view of all parts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    pub status: Verdict,
    pub at: Timestamp,
    /// Of the process that looked.
    pub version: &'static str,
    pub components: Vec<Component>,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Queue => "queue",
            Self::Process => "process",
            Self::Storage => "storage",
            Self::Pool => "pool",
            Self::Proxies => "proxies",
            Self::Processor => "processor",
            Self::Mail => "mail",
            Self::Bot => "bot",
            Self::Disk => "disk",
            Self::Certificate => "certificate",
            Self::Clock => "clock",
            Self::Backup => "backup",
            Self::Switches => "switches",
        }
    }

    /// The product works without knowing of the others.
    fn is_vital(self) -> bool {
        matches!(self, Self::Database | Self::Queue | Self::Process | Self::Storage | Self::Pool)
    }
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Unknown => "unknown",
            Self::Warning => "warning",
            Self::Critical => "critical",
        }
    }

    /// As bad as the worse of two limits that are reached.
    fn by(is_warning: bool, is_critical: bool) -> Self {
        match (is_critical, is_warning) {
            (true, _) => Self::Critical,
            (false, true) => Self::Warning,
            (false, false) => Self::Ok,
        }
    }
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Degraded => "degraded",
            Self::Down => "down",
        }
    }

    fn of(components: &[Component]) -> Self {
        let is_bad = |part: &Component| match part.state {
            State::Ok => false,
            State::Unknown => part.kind.is_vital(),
            State::Warning | State::Critical => true,
        };
        let is_down = |part: &Component| part.kind == Kind::Database && part.state == State::Critical;
        if components.iter().any(is_down) {
            Self::Down
        } else if components.iter().any(is_bad) {
            Self::Degraded
        } else {
            Self::Ok
        }
    }
}

impl Component {
    fn new(
        kind: Kind,
        id: impl Into<String>,
        label: impl Into<String>,
        state: State,
        value: impl Into<String>,
    ) -> Self {
        let (id, label, value) = (id.into(), label.into(), value.into());
        Self { id, kind, label, state, value, threshold: None, checked_at: None, detail: None }
    }

    fn unknown(kind: Kind, label: &str, why: &str) -> Self {
        Self { detail: Some(why.to_owned()), ..Self::new(kind, kind.as_str(), label, State::Unknown, "unknown") }
    }

    fn until(self, threshold: impl Into<String>) -> Self {
        Self { threshold: Some(threshold.into()), ..self }
    }

    fn at(self, checked_at: Timestamp) -> Self {
        Self { checked_at: Some(checked_at), ..self }
    }

    fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }
}

/// `3 min`, for people.
fn span(seconds: i64) -> String {
    match seconds {
        ..120 => format!("{seconds} s"),
        120..7200 => format!("{} min", seconds / 60),
        7200..172_800 => format!("{} h", seconds / 3600),
        _ => format!("{} days", seconds / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(kind: Kind, state: State) -> Component {
        Component::new(kind, "x", "x", state, "x")
    }

    #[test]
    fn one_bad_part_is_a_worse_verdict_and_unknown_is_never_taken_for_ok() {
        let verdict = |parts: &[Component]| Verdict::of(parts);
        assert_eq!(verdict(&[part(Kind::Database, State::Ok), part(Kind::Mail, State::Ok)]), Verdict::Ok);
        assert_eq!(verdict(&[part(Kind::Mail, State::Warning)]), Verdict::Degraded);
        assert_eq!(verdict(&[part(Kind::Storage, State::Unknown)]), Verdict::Degraded);
        assert_eq!(verdict(&[part(Kind::Backup, State::Unknown)]), Verdict::Ok, "not everything hangs on it");
        assert_eq!(verdict(&[part(Kind::Database, State::Critical), part(Kind::Mail, State::Ok)]), Verdict::Down);
        assert_eq!(State::by(true, true), State::Critical);
    }

    #[test]
    fn spans_are_said_in_one_unit() {
        assert_eq!([0, 119, 120, 7200, 172_800].map(span), ["0 s", "119 s", "2 min", "2 h", "2 days"]);
    }
}
