use chrono::{DateTime, Utc};
use nproxy_app::cycles::AllExtended;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::dto::SMALL_BYTES_MAX;
use crate::extract::Body;

/// More time for one customer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendCycle {
    #[schema(minimum = 1, maximum = 8760)]
    pub hours: u32,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

/// More time for everybody.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendAll {
    #[schema(minimum = 1, maximum = 8760)]
    pub hours: u32,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
    /// Nothing is changed: it is only counted.
    pub dry_run: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ExtendAllReply {
    pub dry_run: bool,
    /// Those that run and those behind them.
    pub cycles: u64,
    pub customers: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub first_new_end: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub last_new_end: Option<DateTime<Utc>>,
}

impl Body for ExtendCycle {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl Body for ExtendAll {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl ExtendAllReply {
    pub fn of(all: AllExtended, dry_run: bool) -> Self {
        let AllExtended { cycles, customers, first_new_end, last_new_end } = all;
        Self { dry_run, cycles, customers, first_new_end, last_new_end }
    }
}
