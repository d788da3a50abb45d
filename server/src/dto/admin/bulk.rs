use std::fmt;

use nproxy_app::people::{self, Outcome};
use nproxy_domain::UserId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::extract::Body;
use crate::problem::{Code, Problem};

/// A thousand ids, with room to spare.
const BULK_BYTES_MAX: usize = 64 * 1024;

/// One act on many customers, at most 1000.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BulkUsers {
    #[schema(value_type = Vec<Uuid>)]
    pub ids: Vec<UserId>,
    #[schema(inline)]
    pub act: BulkUsersAct,
    /// With `extend` alone.
    #[schema(nullable = false, minimum = 1, maximum = 8760)]
    pub hours: Option<u32>,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    /// Nothing is changed: it is only said what would be.
    pub dry_run: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BulkUsersAct {
    Suspend,
    Unsuspend,
    SignOut,
    Extend,
}

/// What became of each, in the order in which they were named.
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
    #[schema(value_type = Uuid)]
    pub id: UserId,
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

impl Body for BulkUsers {
    const BYTES_MAX: usize = BULK_BYTES_MAX;
}

impl BulkUsers {
    pub fn act(&self) -> Result<people::BulkAct, Problem> {
        let refused = |why: &str| Err(Problem::field(Code::InvalidBody, "/hours", &why));
        match (self.act, self.hours) {
            (BulkUsersAct::Suspend, None) => Ok(people::BulkAct::Suspend),
            (BulkUsersAct::Unsuspend, None) => Ok(people::BulkAct::Unsuspend),
            (BulkUsersAct::SignOut, None) => Ok(people::BulkAct::SignOut),
            (BulkUsersAct::Extend, Some(hours)) => Ok(people::BulkAct::Extend(hours)),
            (BulkUsersAct::Extend, None) => refused("it is said by how many hours"),
            (_, Some(_)) => refused("only months are extended by hours"),
        }
    }
}

impl BulkReply {
    pub fn of(rows: Vec<people::BulkRow>, dry_run: bool) -> Self {
        let rows: Vec<BulkRow> = rows.into_iter().map(BulkRow::from).collect();
        let count = |outcome| rows.iter().filter(|row| row.outcome == outcome).count();
        let (done, unchanged) = (count(BulkOutcome::Done), count(BulkOutcome::Unchanged));
        Self { dry_run, done, unchanged, refused: count(BulkOutcome::Refused), rows }
    }
}

impl From<people::BulkRow> for BulkRow {
    fn from(row: people::BulkRow) -> Self {
        let (outcome, detail) = match row.outcome {
            Outcome::Done => (BulkOutcome::Done, None),
            Outcome::Unchanged => (BulkOutcome::Unchanged, None),
            Outcome::Refused(why) => (BulkOutcome::Refused, Some(why)),
        };
        Self { id: row.id, label: row.label, outcome, detail }
    }
}

impl fmt::Debug for BulkRow {
    /// No address in logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BulkRow").field("id", &self.id).field("outcome", &self.outcome).finish_non_exhaustive()
    }
}
