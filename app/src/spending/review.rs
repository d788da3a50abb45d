//! A new day, or another limit, ends what was reported of the old one.

use std::time::Duration;

use nproxy_store::jobs::Job;
use nproxy_store::{StoreError, spending};
use serde::{Deserialize, Serialize};

use crate::App;

/// A stop ends with its day by itself; this is how soon its incident does.
pub const REVIEW_EVERY: Duration = Duration::from_mins(1);

/// The job that calls [`review`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReviewSpending {}

impl Job for ReviewSpending {
    const KIND: &'static str = "spending_review";
    const TRIES_MAX: i32 = 3;
}

/// Brings the incidents of alerts and stops in line with the present day and limits.
pub async fn review(app: &App) -> Result<(), StoreError> {
    let limits = &app.ring.settings().spending;
    app.store.write(|tx| async move { spending::review(&tx, &app.env, limits).await }).await
}
