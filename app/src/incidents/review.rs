//! Incidents whose end nothing tells.

use std::time::Duration;

use nproxy_store::StoreError;
use nproxy_store::jobs::Job;
use serde::{Deserialize, Serialize};

use crate::{App, spending};

/// A day's stop ends with the day by itself; this is how soon its incident does.
pub const REVIEW_EVERY: Duration = Duration::from_mins(1);

/// The job that calls [`review`].
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ReviewIncidents {}

impl Job for ReviewIncidents {
    const KIND: &'static str = "incidents_review";
    const TRIES_MAX: i32 = 3;
}

/// Ends what is over: spending of another day, shared causes for which no key rests, refusals that are not met any more.
pub async fn review(app: &App) -> Result<(), StoreError> {
    spending::review(app).await?;
    app.ring.review(&app.env).await
}
