use std::fmt;

use nproxy_app::bulk::Outcome;
use nproxy_app::{keys, people};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What became of each, or would, in the order in which they were named.
#[derive(Debug, Serialize, ToSchema)]
pub struct BulkReply {
    pub dry_run: bool,
    pub done: usize,
    pub unchanged: usize,
    pub refused: usize,
    pub rows: Vec<BulkRow>,
}

#[derive(Serialize, ToSchema)]
pub struct BulkRow {
    pub id: Uuid,
    /// The label of a key, the address of a customer; empty where there is no such thing.
    pub label: String,
    #[schema(inline)]
    pub outcome: BulkOutcome,
    /// Why it was refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub detail: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkOutcome {
    Done,
    Unchanged,
    Refused,
}

impl BulkReply {
    pub fn of<R: Into<BulkRow>>(rows: Vec<R>, dry_run: bool) -> Self {
        let rows: Vec<BulkRow> = rows.into_iter().map(Into::into).collect();
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        let (done, unchanged) = (count(BulkOutcome::Done), count(BulkOutcome::Unchanged));
        Self { dry_run, done, unchanged, refused: count(BulkOutcome::Refused), rows }
    }
}

impl BulkRow {
    fn new(id: Uuid, label: String, outcome: Outcome) -> Self {
        let (outcome, detail) = match outcome {
            Outcome::Done => (BulkOutcome::Done, None),
            Outcome::Unchanged => (BulkOutcome::Unchanged, None),
            Outcome::Refused(why) => (BulkOutcome::Refused, Some(why)),
        };
        Self { id, label, outcome, detail }
    }
}

impl From<keys::BulkRow> for BulkRow {
    fn from(row: keys::BulkRow) -> Self {
        Self::new(row.id.0, row.label, row.outcome)
    }
}

impl From<people::BulkRow> for BulkRow {
    fn from(row: people::BulkRow) -> Self {
        Self::new(row.id.0, row.label, row.outcome)
    }
}

impl fmt::Debug for BulkRow {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRow").field("id", &self.id).field("outcome", &self.outcome).finish_non_exhaustive()
    }
}
