//! A webhook tells of an invoice that no row of ours has.

use nproxy_domain::PaymentId;
use nproxy_domain::processor::ExternalId;
use nproxy_domain::{ProcessorId, Timestamp};
use nproxy_store::jobs::{Job, JobEnd, JobError};
use nproxy_store::payments;
use serde::{Deserialize, Serialize};

use super::health;
use super::met::{Met, meet};
use super::read::{ReadPayment, work_read};
use crate::App;

/// Something happened to an invoice.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookUpPayment {
    pub processor: ProcessorId,
    pub external: ExternalId,
    pub asked_at: Timestamp,
}

impl Job for LookUpPayment {
    const KIND: &'static str = "payment_look_up";
    const TRIES_MAX: i32 = 10;
}

/// Works a [`LookUpPayment`]: the processor says which order of ours it is.
pub async fn look_up(app: &App, job: LookUpPayment) -> Result<JobEnd, JobError> {
    let LookUpPayment { processor, external, asked_at } = job;
    // Its row may have been written meanwhile.
    if let Some(row) = payments::by_external(app.store.read(), &processor, &external).await? {
        return work_read(app, ReadPayment { payment: PaymentId(row.id), asked_at }).await;
    }
    let begun_at = app.env.now();
    let Some(told) = app.processors.status(&processor, &external).await else { return Ok(JobEnd::GiveUp) };
    health::saw(app, &processor, &told).await?;
    let told = told.map_err(|error| JobError(error.to_string()))?;
    match meet(app, &processor, &told, begun_at).await? {
        Met::Own { payment, .. } => work_read(app, ReadPayment { payment, asked_at }).await,
        Met::Adopted(_) | Met::Other(_) | Met::Unknown { .. } => Ok(JobEnd::Done),
    }
}
