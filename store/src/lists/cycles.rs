//! Months of customers.

use nproxy_domain::{Timestamp, UserId};

use super::{COUNT_MAX, Key, List, Place, Sort};
use crate::entities::cycles::Model;
use crate::sql::Text;

/// Which months are wanted; nothing said is nothing asked.
#[derive(Clone, Debug)]
pub struct CycleFilter {
    pub user: Option<UserId>,
    pub state: Option<CycleState>,
    pub plan: Option<String>,
    pub ends_to: Option<Timestamp>,
    pub now: Timestamp,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CycleState {
    Current,
    /// It has not begun.
    Queued,
    Ended,
    /// Taken back.
    Voided,
}

impl CycleState {
    pub fn of(row: &Model, now: Timestamp) -> Self {
        if row.voided_at.is_some() {
            Self::Voided
        } else if row.starts_at > now {
            Self::Queued
        } else if row.ends_at > now {
            Self::Current
        } else {
            Self::Ended
        }
    }
}

impl List for CycleFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[
        Sort::by("-starts_at", "c.starts_at"),
        Sort::by("starts_at", "c.starts_at"),
        Sort::by("ends_at", "c.ends_at"),
        Sort::by("-ends_at", "c.ends_at"),
    ];
    const COLUMNS: &'static str = "c.*";
    const FROM: &'static str = "cycles c";
    const ID: &'static str = "c.id";

    fn narrow(&self, text: &mut Text) {
        text.equals("c.user_id", self.user.map(|user| user.0)).equals("c.plan", self.plan.as_deref());
        match self.state {
            Some(CycleState::Voided) => _ = text.push(" AND c.voided_at IS NOT NULL"),
            Some(_) => _ = text.push(" AND c.voided_at IS NULL"),
            None => {}
        }
        match self.state {
            Some(CycleState::Current) => _ = text.and("c.starts_at <= ", self.now).and("c.ends_at > ", self.now),
            Some(CycleState::Queued) => _ = text.and("c.starts_at > ", self.now),
            Some(CycleState::Ended) => _ = text.and("c.ends_at <= ", self.now),
            Some(CycleState::Voided) | None => {}
        }
        if let Some(to) = self.ends_to {
            text.and("c.ends_at < ", to);
        }
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, sort: Sort) -> Place {
        let at = if sort.column == Some("c.ends_at") { row.ends_at } else { row.starts_at };
        Place { key: Key::At(at), id: row.id }
    }
}
