//! Everything about one payment.

use nproxy_domain::PaymentId;
use nproxy_store::StoreError;
use nproxy_store::payments::{self, PaymentRow};

use super::act;
use super::admin::{self, AdminPayment};
use super::events::EventView;
use crate::App;

/// A payment with all that is on record of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentFile {
    pub payment: AdminPayment,
    /// First to last.
    pub events: Vec<EventView>,
    /// What an admin may do with it as it stands: `confirm`, `activate`, `grant`, `refund_noted`, `reject`, `keep`.
    pub acts: Vec<&'static str>,
}

#[derive(Debug, thiserror::Error)]
pub enum ShowError {
    #[error("there is no such payment")]
    NotFound,
    #[error(transparent)]
    Store(#[from] StoreError),
}

pub async fn show(app: &App, id: PaymentId) -> Result<PaymentFile, ShowError> {
    let row = payments::get(app.store.read(), id).await?.ok_or(ShowError::NotFound)?;
    Ok(file(app, row).await?)
}

pub(super) async fn file(app: &App, row: PaymentRow) -> Result<PaymentFile, StoreError> {
    let db = app.store.read();
    let events = payments::events(db, PaymentId(row.id)).await?.into_iter().map(EventView::from).collect();
    let acts = act::possible(app, &row).await?;
    Ok(PaymentFile { payment: admin::one(app, row).await?, events, acts })
}
