//! What was changed, and when.

use std::time::{Duration, Instant, SystemTime};

use serde::{Deserialize, Serialize};

use crate::{
    faults::{Conduct, Fault},
    service::Service,
};

/// How a whole service fails, whoever asks. Nothing is made in an outage, so nothing is billed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outage {
    /// 503 in the words of the service.
    Unavailable,
    /// Requests are not read and not answered.
    Hangs,
    /// Connections are reset before the request is read.
    Cuts,
}

impl Outage {
    pub(crate) fn fault(self) -> Fault {
        match self {
            Self::Unavailable => Fault::Overloaded,
            Self::Hangs => Fault::SilentBeforeReading,
            Self::Cuts => Fault::ResetBeforeReading,
        }
    }
}

/// One entry of the schedule.
#[derive(Debug, Clone)]
pub struct Change {
    pub at: Instant,
    pub wall: SystemTime,
    pub what: Changed,
}

/// What was changed, by an order or by calls that used something up.
#[derive(Debug, Clone, PartialEq)]
pub enum Changed {
    /// `None`: the key follows the defaults again.
    Key {
        key_index: usize,
        conduct: Option<Conduct>,
    },
    Defaults(Conduct),
    /// `next_requests` of the key's conduct, or of the defaults (`None`), were met.
    FaultSpent {
        key_index: Option<usize>,
    },
    /// `None`: the outage is over.
    Outage {
        service: Service,
        outage: Option<Outage>,
    },
    Balance {
        service: Service,
        left_micro_usd: u64,
    },
    /// The last of the credit was billed.
    FundsSpent(Service),
    /// The last of `key_limit_micro_usd` was billed.
    KeyLimitSpent {
        key_index: usize,
    },
    /// Everything is as at the start.
    Reset,
}

/// A point in time, as whoever asks knows it: `Instant`, `SystemTime`, or time since the start of the sandbox (`Duration`).
#[derive(Debug, Clone, Copy)]
pub enum Moment {
    At(Instant),
    Wall(SystemTime),
    SinceStart(Duration),
}

impl From<Instant> for Moment {
    fn from(at: Instant) -> Self {
        Self::At(at)
    }
}

impl From<SystemTime> for Moment {
    fn from(wall: SystemTime) -> Self {
        Self::Wall(wall)
    }
}

impl From<Duration> for Moment {
    fn from(since: Duration) -> Self {
        Self::SinceStart(since)
    }
}

/// The start of the sandbox by both clocks. Time in it goes by the monotonic one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start {
    pub(crate) at: Instant,
    pub(crate) wall: SystemTime,
}

impl Start {
    pub(crate) fn now() -> Self {
        Self { at: Instant::now(), wall: SystemTime::now() }
    }

    /// A moment before the start is the start.
    pub(crate) fn until(&self, moment: Moment) -> Duration {
        match moment {
            Moment::At(at) => at.saturating_duration_since(self.at),
            Moment::Wall(wall) => wall.duration_since(self.wall).unwrap_or_default(),
            Moment::SinceStart(since) => since,
        }
    }
}
