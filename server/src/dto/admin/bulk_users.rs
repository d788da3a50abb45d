use nproxy_app::people;
use nproxy_domain::UserId;
use serde::Deserialize;
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
