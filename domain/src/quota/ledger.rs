//! The record of every change to a cycle.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cycle::Counters;

/// The kinds of entries. Amounts are never negative but for `Correct`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// The cycle begins with this many requests.
    Open,
    /// A generation reserves one. Unique per generation.
    Hold,
    /// A held one was delivered. Unique per generation, together with `Release`.
    Spend,
    /// A held one was not.
    Release,
    /// Requests given on top: by an admin, or for one that should not have counted.
    Grant,
    /// An admin's correction of the limit; may be negative.
    Correct,
}

impl EntryKind {
    pub const ALL: [Self; 6] = [Self::Open, Self::Hold, Self::Spend, Self::Release, Self::Grant, Self::Correct];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Hold => "hold",
            Self::Spend => "spend",
            Self::Release => "release",
            Self::Grant => "grant",
            Self::Correct => "correct",
        }
    }
}

/// Sums over the entries of one cycle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    sums: BTreeMap<&'static str, i64>,
}

impl Ledger {
    pub fn add(&mut self, kind: EntryKind, amount: i64) {
        *self.sums.entry(kind.as_str()).or_default() += amount;
    }

    fn sum(&self, kind: EntryKind) -> i64 {
        self.sums.get(kind.as_str()).copied().unwrap_or(0)
    }

    /// What the cycle's counters must be; `None` when the entries contradict each other.
    pub fn counters(&self) -> Option<Counters> {
        let limit = self.sum(EntryKind::Open) + self.sum(EntryKind::Grant) + self.sum(EntryKind::Correct);
        let spent = self.sum(EntryKind::Spend);
        let held = self.sum(EntryKind::Hold) - spent - self.sum(EntryKind::Release);
        let counters = Counters {
            limit: u32::try_from(limit).ok()?,
            spent: u32::try_from(spent).ok()?,
            held: u32::try_from(held).ok()?,
        };
        (u64::from(counters.spent) + u64::from(counters.held) <= u64::from(counters.limit)).then_some(counters)
    }
}
