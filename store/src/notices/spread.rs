//! News become rows of those who are to hear them.

use nproxy_domain::{Env, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Select, Set};

use super::TellNews;
use super::recipients::{self, Recipient};
use crate::entities::deliveries::{ActiveModel, Column, Entity};
use crate::entities::incidents;
use crate::entities::text::DeliveryState;
use crate::{StoreError, Tx};

/// Incidents of one transaction.
const INCIDENTS_MAX: u64 = 50;
/// Rows of one statement.
const ROWS_MAX: usize = 1000;

/// Has the recipients told of what is new, oldest first; gives the incidents, as they are now. Empty: nothing is new. It may
/// be more than one call takes.
pub async fn spread(tx: &Tx, env: &Env, to: &[Recipient]) -> Result<Vec<incidents::Model>, StoreError> {
    let news = news().lock_exclusive().all(tx).await?;
    if news.is_empty() {
        return Ok(news);
    }
    want(tx, env, &news, to).await?;
    incidents::Entity::update_many()
        .col_expr(incidents::Column::Spread, Expr::col(incidents::Column::Version))
        .filter(incidents::Column::Id.is_in(news.iter().map(|row| row.id)))
        .exec(tx)
        .await?;
    Ok(news)
}

fn news() -> Select<incidents::Entity> {
    // Spelled out, so that the planner sees that the index of these fits.
    let news = incidents::Entity::find().filter(Expr::cust("spread < version"));
    news.order_by_asc(incidents::Column::Id).limit(INCIDENTS_MAX)
}

/// He hears of things again, or for the first time: of what is open, and of all that follows.
pub async fn catch_up(tx: &Tx, env: &Env, recipient: &Recipient) -> Result<(), StoreError> {
    recipients::is_back(tx, recipient).await?;
    let open = crate::incidents::all_open(tx).await?;
    want(tx, env, &open, std::slice::from_ref(recipient)).await?;
    tx.enqueue(TellNews {}).await
}

/// Has the recipients told the figures of a day, once.
pub async fn spread_digest(tx: &Tx, env: &Env, day: i64, to: &[Recipient]) -> Result<(), StoreError> {
    if to.is_empty() {
        return Ok(());
    }
    let rows = to.iter().map(|recipient| row(env, None, Some(day), 1, env.now(), recipient));
    let once = OnConflict::columns([Column::DigestDay, Column::Channel, Column::Recipient]).do_nothing().to_owned();
    Entity::insert_many(rows).on_conflict(once).exec_without_returning(tx).await?;
    tx.enqueue(TellNews {}).await
}

async fn want(tx: &Tx, env: &Env, news: &[incidents::Model], to: &[Recipient]) -> Result<(), StoreError> {
    let of = |incident: &incidents::Model, recipient| {
        let since = incident.news_at.unwrap_or(incident.updated_at);
        row(env, Some(incident.id), None, incident.version, since, recipient)
    };
    let rows: Vec<_> =
        news.iter().flat_map(|incident| to.iter().map(move |recipient| of(incident, recipient))).collect();
    let was_pending = || Expr::col((Entity, Column::State)).eq("pending");
    let again = OnConflict::columns([Column::IncidentId, Column::Channel, Column::Recipient])
        .update_columns([Column::Wanted, Column::State])
        .value(
            Column::PendingSince,
            // What waits already keeps its place.
            Expr::case(was_pending(), Expr::col((Entity, Column::PendingSince)))
                .finally(Expr::cust("excluded.pending_since")),
        )
        .action_and_where(Expr::col((Entity, Column::Told)).lt(Expr::cust("excluded.wanted")))
        .to_owned();
    for some in rows.chunks(ROWS_MAX) {
        Entity::insert_many(some.iter().cloned()).on_conflict(again.clone()).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(
    env: &Env,
    incident: Option<uuid::Uuid>,
    digest_day: Option<i64>,
    wanted: i64,
    since: Timestamp,
    to: &Recipient,
) -> ActiveModel {
    ActiveModel {
        id: Set(env.uuid()),
        incident_id: Set(incident),
        digest_day: Set(digest_day),
        channel: Set(to.channel.to_owned()),
        recipient: Set(to.name.clone()),
        state: Set(DeliveryState::Pending),
        detail: Set(None),
        created_at: Set(env.now()),
        sent_at: Set(None),
        wanted: Set(wanted),
        told: Set(0),
        severity: Set(None),
        pending_since: Set(since),
        message: Set(None),
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::QueryTrait as _;

    use super::*;
    use crate::both;
    use crate::testing::{TestDb, assert_uses_index};

    both! {
        async fn what_is_new_is_found_by_index(db: TestDb) {
            db.seed(1).await;
            db.seed_operation(20_000).await;
            assert_uses_index(&db, news().build(db.store.backend())).await;
        }
    }
}
