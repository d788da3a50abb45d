//! The stages and the only ways between them.

use super::error::GenerationError;
use crate::env::Timestamp;
use crate::ids::{AssetId, LeaseId};

/// Where a generation stands. A stage carries its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stage {
    Queued,
    Running {
        lease: LeaseId,
        /// After this moment another worker may take over.
        lease_until: Timestamp,
        /// All attempts end by then.
        deadline: Timestamp,
        cancel_asked: bool,
    },
    /// For a key, or for an asynchronous upstream; no worker holds it.
    Waiting {
        run_at: Timestamp,
        deadline: Timestamp,
        cancel_asked: bool,
    },
    Succeeded {
        asset: AssetId,
    },
    Failed {
        error: GenerationError,
    },
    Cancelled,
}

/// What the end of a generation does to its hold; exactly one of them, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Settle {
    Spend,
    Release,
}

/// A transition that the present stage doesn't allow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    #[error("it has already ended")]
    Ended,
    #[error("another worker holds it")]
    NotYours,
    #[error("it is not due yet")]
    NotDue,
}

impl Stage {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running { .. } => "running",
            Self::Waiting { .. } => "waiting",
            Self::Succeeded { .. } => "succeeded",
            Self::Failed { .. } => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    pub fn has_ended(&self) -> bool {
        matches!(self, Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled)
    }

    /// A worker takes it: queued, or waiting and due, or left behind by a worker whose lease lapsed.
    /// While nothing was tried the deadline runs from the newest claim; with the first attempt (`begun`) it stands.
    pub fn claim(
        self,
        lease: LeaseId,
        lease_until: Timestamp,
        fresh_deadline: Timestamp,
        begun: bool,
        now: Timestamp,
    ) -> Result<Self, Refused> {
        let (deadline, cancel_asked) = match self {
            Self::Queued => (fresh_deadline, false),
            Self::Waiting { run_at, .. } if run_at > now => return Err(Refused::NotDue),
            Self::Running { lease_until, .. } if lease_until > now => return Err(Refused::NotYours),
            Self::Waiting { deadline, cancel_asked, .. } | Self::Running { deadline, cancel_asked, .. } => {
                (deadline, cancel_asked)
            }
            Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled => return Err(Refused::Ended),
        };
        let deadline = if begun { deadline } else { fresh_deadline };
        Ok(Self::Running { lease, lease_until, deadline, cancel_asked })
    }

    /// The holder lets go until `run_at`.
    pub fn wait(self, mine: LeaseId, run_at: Timestamp) -> Result<Self, Refused> {
        let (deadline, cancel_asked) = self.held_by(mine)?;
        Ok(Self::Waiting { run_at, deadline, cancel_asked })
    }

    /// A picture arrived and is stored. One that arrives after a cancel is delivered and counted as well:
    /// the operator has paid for it.
    pub fn succeed(self, mine: LeaseId, asset: AssetId) -> Result<(Self, Settle), Refused> {
        self.held_by(mine)?;
        Ok((Self::Succeeded { asset }, Settle::Spend))
    }

    /// Nothing is left to try, or the fault is the customer's. After a cancel it counts as cancelled.
    pub fn fail(self, mine: LeaseId, error: GenerationError) -> Result<(Self, Settle), Refused> {
        let (_, cancel_asked) = self.held_by(mine)?;
        let end = if cancel_asked { Self::Cancelled } else { Self::Failed { error } };
        Ok((end, Settle::Release))
    }

    /// The customer asks to stop. `bought`: an attempt that may cost money was begun. Then it is only
    /// marked, and whoever holds it tries nothing new.
    pub fn cancel(self, bought: bool) -> Result<(Self, Option<Settle>), Refused> {
        match self {
            Self::Queued => Ok((Self::Cancelled, Some(Settle::Release))),
            Self::Waiting { .. } if !bought => Ok((Self::Cancelled, Some(Settle::Release))),
            Self::Waiting { run_at, deadline, .. } => {
                Ok((Self::Waiting { run_at, deadline, cancel_asked: true }, None))
            }
            Self::Running { lease, lease_until, deadline, .. } => {
                Ok((Self::Running { lease, lease_until, deadline, cancel_asked: true }, None))
            }
            Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled => Err(Refused::Ended),
        }
    }

    /// Nothing was ever tried for it (not `begun`), and nobody should wait that long.
    pub fn expire(self, begun: bool, error: GenerationError) -> Result<(Self, Settle), Refused> {
        match self {
            Self::Queued => Ok((Self::Failed { error }, Settle::Release)),
            Self::Waiting { .. } if !begun => Ok((Self::Failed { error }, Settle::Release)),
            Self::Running { .. } | Self::Waiting { .. } => Err(Refused::NotYours),
            Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled => Err(Refused::Ended),
        }
    }

    fn held_by(&self, mine: LeaseId) -> Result<(Timestamp, bool), Refused> {
        match self {
            Self::Running { lease, deadline, cancel_asked, .. } if *lease == mine => Ok((*deadline, *cancel_asked)),
            Self::Running { .. } | Self::Queued | Self::Waiting { .. } => Err(Refused::NotYours),
            Self::Succeeded { .. } | Self::Failed { .. } | Self::Cancelled => Err(Refused::Ended),
        }
    }
}
