//! What was told or done about payments. Append-only: a trigger refuses to change or remove a line.

use nproxy_domain::audit::Actor;
use nproxy_domain::payment::PaymentState;
use nproxy_domain::processor::ExternalId;
use nproxy_domain::{PaymentEventId, PaymentId, ProcessorId, Timestamp};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveModelTrait as _, ColumnTrait as _, ConnectionTrait, EntityTrait as _, IntoActiveModel as _, QueryFilter as _,
    QueryOrder as _,
};

use super::{EventKind, EventRow};
use crate::entities::payment_events::{Column, Entity};
use crate::entities::text;
use crate::{StoreError, Tx};

/// A line to be.
#[derive(Clone, Debug)]
pub struct NewEvent {
    pub id: PaymentEventId,
    /// `None`: a processor tells of what no row is for.
    pub payment: Option<PaymentId>,
    pub processor: ProcessorId,
    pub external: Option<ExternalId>,
    pub kind: EventKind,
    /// The sender's own name of the event.
    pub event_key: Option<String>,
    pub actor: Actor,
    pub before: Option<PaymentState>,
    pub after: Option<PaymentState>,
    /// For people, redacted; so is `body`.
    pub summary: String,
    pub body: Option<sea_orm::JsonValue>,
    pub at: Timestamp,
}

/// `false`: this event of this processor is on record already.
pub async fn record(tx: &Tx, event: &NewEvent) -> Result<bool, StoreError> {
    let state = |state: Option<PaymentState>| state.map(|state| state.as_str().to_owned());
    let row = EventRow {
        id: event.id.0,
        payment_id: event.payment.map(|id| id.0),
        processor: event.processor.0.clone(),
        external_id: event.external.as_ref().map(|id| id.0.clone()),
        kind: event.kind,
        event_key: event.event_key.clone(),
        actor: text::actor(event.actor),
        state_before: state(event.before),
        state_after: state(event.after),
        summary: event.summary.clone(),
        body: event.body.clone(),
        at: event.at,
    };
    let once = OnConflict::columns([Column::Processor, Column::EventKey])
        // Spelled out: both databases find the partial index only by the words of its condition.
        .target_and_where(Expr::cust("event_key IS NOT NULL"))
        .do_nothing()
        .to_owned();
    let row = row.into_active_model().reset_all();
    Ok(Entity::insert(row).on_conflict(once).exec_without_returning(tx).await? == 1)
}

/// All of a payment's, first to last.
pub async fn events(db: &impl ConnectionTrait, payment: PaymentId) -> Result<Vec<EventRow>, StoreError> {
    let events = Entity::find().filter(Column::PaymentId.eq(payment.0)).order_by_asc(Column::Id);
    Ok(events.all(db).await?)
}
