use nproxy_domain::provider::{MicroUsd, Usd};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::dto::SMALL_BYTES_MAX;
use crate::extract::Body;
use crate::problem::{Code, Problem};

/// What an account has left whose upstream can't be asked.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EnterBalance {
    pub provider: String,
    pub account: String,
    /// US dollars like `12.50`, with at most 6 decimals.
    pub usd: String,
    #[schema(min_length = 1, max_length = 500)]
    pub reason: String,
}

impl Body for EnterBalance {
    const BYTES_MAX: usize = SMALL_BYTES_MAX;
}

impl EnterBalance {
    pub fn amount(&self) -> Result<MicroUsd, Problem> {
        let parsed: Result<Usd, _> = self.usd.trim().parse();
        parsed.map(|usd| usd.0).map_err(|error| Problem::field(Code::InvalidBody, "/usd", &error))
    }
}
