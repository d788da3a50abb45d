//! What one recipient is to be told, and what he was.

use std::collections::HashMap;

use nproxy_domain::Timestamp;
use nproxy_domain::mail::{MessageRef, Severity};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveValue::Set, ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _,
    QuerySelect as _,
};
use uuid::Uuid;

use super::recipients::Recipient;
use crate::entities::deliveries::{ActiveModel, Column, Entity};
use crate::entities::text::DeliveryState;
use crate::entities::{digests, incidents};
use crate::{StoreError, Tx};

pub use crate::entities::deliveries::Model as Delivery;

/// What a delivery is about, as it is now.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    Incident(incidents::Model),
    Digest(digests::Model),
}

/// Those of a channel for whom something waits.
pub async fn waiting(db: &impl ConnectionTrait, channel: &str) -> Result<Vec<String>, StoreError> {
    let waiting = Entity::find().select_only().column(Column::Recipient).distinct();
    let waiting = waiting.filter(Column::Channel.eq(channel)).filter(Expr::cust("state = 'pending'"));
    Ok(waiting.order_by_asc(Column::Recipient).into_tuple().all(db).await?)
}

/// What waits for him, the oldest news first.
pub async fn pending(
    db: &impl ConnectionTrait,
    to: &Recipient,
    max: u64,
) -> Result<Vec<(Delivery, About)>, StoreError> {
    let rows = Entity::find().filter(Column::Channel.eq(to.channel)).filter(Column::Recipient.eq(&to.name));
    // Spelled out, so that the planner sees that the index of the pending ones fits.
    let rows = rows.filter(Expr::cust("state = 'pending'")).order_by_asc(Column::PendingSince);
    let rows = rows.order_by_asc(Column::Id).limit(max).all(db).await?;
    let (ids, days): (Vec<_>, Vec<_>) = rows.iter().map(|row| (row.incident_id, row.digest_day)).unzip();
    let incidents = incidents::Entity::find().filter(incidents::Column::Id.is_in(ids.into_iter().flatten()));
    let mut of_incidents: HashMap<_, _> = incidents.all(db).await?.into_iter().map(|row| (row.id, row)).collect();
    let digests = digests::Entity::find().filter(digests::Column::Day.is_in(days.into_iter().flatten()));
    let mut of_days: HashMap<_, _> = digests.all(db).await?.into_iter().map(|row| (row.day, row)).collect();
    let about = |row: Delivery| {
        let incident = row.incident_id.and_then(|id| of_incidents.remove(&id)).map(About::Incident);
        let about = incident.or_else(|| row.digest_day.and_then(|day| of_days.remove(&day)).map(About::Digest))?;
        Some((row, about))
    };
    Ok(rows.into_iter().filter_map(about).collect())
}

/// This version was told, in this message.
pub async fn told(
    tx: &Tx,
    id: Uuid,
    (version, severity): (i64, Severity),
    message: MessageRef,
    now: Timestamp,
) -> Result<(), StoreError> {
    let change = ActiveModel {
        told: Set(version),
        severity: Set(Some(severity.as_str().to_owned())),
        message: Set(Some(message.0)),
        sent_at: Set(Some(now)),
        pending_since: Set(now),
        detail: Set(None),
        ..Default::default()
    };
    let more = Expr::col(Column::Wanted).gt(version);
    let state = Expr::case(more, "pending").finally("sent");
    Entity::update_many().set(change).col_expr(Column::State, state.into()).filter(Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Why it could not be told the last time; plain. It goes on waiting.
pub async fn failed_for_now(tx: &Tx, id: Uuid, why: &str) -> Result<(), StoreError> {
    let change = ActiveModel { detail: Set(Some(why.to_owned())), ..Default::default() };
    Entity::update_many().set(change).filter(Column::Id.eq(id)).exec(tx).await?;
    Ok(())
}

/// Nothing of what waits for him will be told, for this reason; plain.
pub async fn give_up(tx: &Tx, to: &Recipient, why: &str) -> Result<(), StoreError> {
    let change =
        ActiveModel { state: Set(DeliveryState::Failed), detail: Set(Some(why.to_owned())), ..Default::default() };
    let rows = Entity::update_many().set(change).filter(Column::Channel.eq(to.channel));
    rows.filter(Column::Recipient.eq(&to.name)).filter(Expr::cust("state = 'pending'")).exec(tx).await?;
    Ok(())
}

/// Nothing was told, and nothing need be any more.
pub async fn forget(tx: &Tx, ids: Vec<Uuid>) -> Result<(), StoreError> {
    Entity::delete_many().filter(Column::Id.is_in(ids)).filter(Column::Told.eq(0)).exec(tx).await?;
    Ok(())
}
