//! How those fare who are told things: one at a time tells each of them, and not before the channel takes more.

use nproxy_domain::Timestamp;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, Set};

use crate::entities::notice_recipients::{ActiveModel, Column, Entity, Model};
use crate::{StoreError, Tx};

/// Somebody within a channel.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Recipient {
    pub channel: &'static str,
    /// As the channel knows him.
    pub name: String,
}

/// Those of a channel who took themselves away.
pub async fn gone(db: &impl ConnectionTrait, channel: &str) -> Result<Vec<String>, StoreError> {
    let gone = Entity::find().filter(Column::Channel.eq(channel)).filter(Column::GoneAt.is_not_null());
    Ok(gone.all(db).await?.into_iter().map(|row| row.recipient).collect())
}

/// Makes the caller the only one who tells him things, until `until`. `None`: somebody does it already, the channel takes
/// nothing yet, or he is gone.
pub async fn claim(
    tx: &Tx,
    recipient: &Recipient,
    now: Timestamp,
    until: Timestamp,
) -> Result<Option<Model>, StoreError> {
    let new = ActiveModel {
        channel: Set(recipient.channel.to_owned()),
        recipient: Set(recipient.name.clone()),
        busy_until: Set(Some(until)),
        retry_at: Set(None),
        failures: Set(0),
        gone_at: Set(None),
        gone_reason: Set(None),
    };
    let past = |column: Column| {
        Condition::any().add(Expr::col((Entity, column)).is_null()).add(Expr::col((Entity, column)).lte(now))
    };
    let free = Condition::all()
        .add(Expr::col((Entity, Column::GoneAt)).is_null())
        .add(past(Column::BusyUntil))
        .add(past(Column::RetryAt));
    let claimed = OnConflict::columns([Column::Channel, Column::Recipient])
        .update_column(Column::BusyUntil)
        .action_cond_where(free)
        .to_owned();
    if Entity::insert(new).on_conflict(claimed).exec_without_returning(tx).await? == 0 {
        return Ok(None);
    }
    Ok(Entity::find_by_id((recipient.channel.to_owned(), recipient.name.clone())).one(tx).await?)
}

/// The caller tells him nothing more. `retry_at`: nobody does before it; `failures`: in a row.
pub async fn release(
    tx: &Tx,
    recipient: &Recipient,
    retry_at: Option<Timestamp>,
    failures: i64,
) -> Result<(), StoreError> {
    let free =
        ActiveModel { busy_until: Set(None), retry_at: Set(retry_at), failures: Set(failures), ..Default::default() };
    change(tx, recipient, free).await
}

/// He took himself away, for this reason; plain.
pub async fn is_gone(tx: &Tx, recipient: &Recipient, reason: &str, now: Timestamp) -> Result<(), StoreError> {
    let gone = ActiveModel {
        busy_until: Set(None),
        gone_at: Set(Some(now)),
        gone_reason: Set(Some(reason.to_owned())),
        ..Default::default()
    };
    change(tx, recipient, gone).await
}

pub(super) async fn is_back(tx: &Tx, recipient: &Recipient) -> Result<(), StoreError> {
    let back = ActiveModel {
        retry_at: Set(None),
        failures: Set(0),
        gone_at: Set(None),
        gone_reason: Set(None),
        ..Default::default()
    };
    change(tx, recipient, back).await
}

async fn change(tx: &Tx, recipient: &Recipient, change: ActiveModel) -> Result<(), StoreError> {
    let rows = Entity::update_many().set(change).filter(Column::Channel.eq(recipient.channel));
    rows.filter(Column::Recipient.eq(&recipient.name)).exec(tx).await?;
    Ok(())
}
