//! What is on record of one key.

use std::collections::BTreeSet;

use chrono::Duration;
use nproxy_domain::keys::KeyState;
use nproxy_domain::outcome::Class;
use nproxy_domain::{IncidentId, KeyId, ProviderId, Timestamp};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _,
    QueryTrait as _,
};
use uuid::Uuid;

use super::state::BY_AN_ADMIN;
use crate::entities::{attempts, incidents, key_events, key_models, provider_keys};
use crate::error::StoreError;

/// An attempt that moved its key was opened at most this long before.
const ATTEMPT_AGE_MAX: Duration = Duration::hours(1);

/// Where a page of the history ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    Event(Uuid),
    Time(Timestamp),
}

/// At most `rows_max` events of a key, newest first.
pub async fn history(
    db: &impl ConnectionTrait,
    id: KeyId,
    before: Option<Before>,
    rows_max: u64,
) -> Result<Vec<key_events::Model>, StoreError> {
    use key_events::Column;
    let events = key_events::Entity::find().filter(Column::KeyId.eq(id.0));
    let events = match before {
        None => events,
        Some(Before::Event(event)) => events.filter(Column::Id.lt(event)),
        Some(Before::Time(time)) => events.filter(Column::At.lt(time)),
    };
    Ok(events.order_by_desc(Column::Id).limit(rows_max).all(db).await?)
}

/// The newest events of a key, newest first.
pub async fn events(db: &impl ConnectionTrait, id: KeyId, rows_max: u64) -> Result<Vec<key_events::Model>, StoreError> {
    history(db, id, None, rows_max).await
}

/// The newest event that brought a key into this state. What happened to it while it stayed there is none, but an admin
/// who says again that it belongs there.
pub async fn entered(
    db: &impl ConnectionTrait,
    id: KeyId,
    state: &str,
) -> Result<Option<key_events::Model>, StoreError> {
    use key_events::Column;
    let moved = Expr::col(Column::Before).ne(Expr::col(Column::After)).or(Column::Cause.eq(BY_AN_ADMIN));
    let events = key_events::Entity::find().filter(Column::KeyId.eq(id.0)).filter(Column::After.eq(state));
    Ok(events.filter(moved).order_by_desc(Column::Id).one(db).await?)
}

/// The attempt on a key that ended at that moment.
pub async fn attempt_ended(
    db: &impl ConnectionTrait,
    id: KeyId,
    at: Timestamp,
) -> Result<Option<attempts::Model>, StoreError> {
    use attempts::Column;
    let ended = attempts::Entity::find().filter(Column::KeyId.eq(id.0)).filter(Column::EndedAt.eq(at));
    Ok(ended.order_by_desc(Column::StartedAt).one(db).await?)
}

/// The newest attempt on a key that made a picture.
pub async fn worked(db: &impl ConnectionTrait, id: KeyId) -> Result<Option<attempts::Model>, StoreError> {
    use attempts::Column;
    let ok = attempts::Entity::find().filter(Column::KeyId.eq(id.0)).filter(Column::Class.eq(Class::Ok.as_str()));
    Ok(ok.order_by_desc(Column::StartedAt).one(db).await?)
}

/// The newest attempts on a key, newest first.
pub async fn attempts(db: &impl ConnectionTrait, id: KeyId, rows_max: u64) -> Result<Vec<attempts::Model>, StoreError> {
    use attempts::Column;
    let attempts = attempts::Entity::find().filter(Column::KeyId.eq(id.0));
    Ok(attempts.order_by_desc(Column::StartedAt).order_by_desc(Column::Id).limit(rows_max).all(db).await?)
}

/// What these keys are not for. At most [`super::HELD_MAX`] keys.
pub async fn not_for_any(db: &impl ConnectionTrait, ids: &[KeyId]) -> Result<Vec<key_models::Model>, StoreError> {
    use key_models::Column;
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(key_models::Entity::find().filter(Column::KeyId.is_in(ids.iter().map(|id| id.0))).all(db).await?)
}

/// The models that a key is not for.
pub async fn not_for(db: &impl ConnectionTrait, id: KeyId) -> Result<Vec<key_models::Model>, StoreError> {
    use key_models::Column;
    let models = key_models::Entity::find().filter(Column::KeyId.eq(id.0)).order_by_asc(Column::Model);
    Ok(models.all(db).await?)
}

pub async fn incident(db: &impl ConnectionTrait, id: IncidentId) -> Result<Option<incidents::Model>, StoreError> {
    Ok(incidents::Entity::find_by_id(id.0).one(db).await?)
}

/// The accounts, among these, of which a key still waits for money.
pub async fn broke_accounts(
    db: &impl ConnectionTrait,
    accounts: &BTreeSet<(ProviderId, String)>,
) -> Result<BTreeSet<(ProviderId, String)>, StoreError> {
    use provider_keys::Column;
    if accounts.is_empty() {
        return Ok(BTreeSet::new());
    }
    let broke = provider_keys::Entity::find()
        .select_only()
        .columns([Column::Provider, Column::Account])
        .distinct()
        .filter(Column::Account.is_in(accounts.iter().map(|(_, account)| account)))
        .filter(Column::State.eq(KeyState::OutOfFunds.name()));
    let broke: Vec<(String, String)> = broke.into_tuple().all(db).await?;
    let broke = broke.into_iter().map(|(provider, account)| (ProviderId(provider), account));
    Ok(broke.filter(|account| accounts.contains(account)).collect())
}

/// Whether a key of the provider beside this one could be picked at some moment without any rest ending.
pub async fn others_live(
    db: &impl ConnectionTrait,
    provider: &ProviderId,
    but: KeyId,
    now: Timestamp,
) -> Result<bool, StoreError> {
    use provider_keys::Column;
    // Spelled out: a partial index is found only by the very words of its condition.
    let live = Expr::cust("state IN ('active', 'probation')");
    let rested = Expr::cust("state = 'cooldown'").and(Column::Until.lte(now));
    let other = |state: Expr| {
        let others = provider_keys::Entity::find().select_only().column(Column::Id).limit(1);
        others.filter(Column::Provider.eq(&provider.0)).filter(Column::Id.ne(but.0)).filter(state)
    };
    // In the orders of their indexes, or a planner walks the whole table in the hope to meet one soon.
    let live = other(live).order_by_asc(Column::Id).into_tuple::<Uuid>();
    let rested = other(rested).order_by_asc(Column::Until).order_by_asc(Column::Id).into_tuple::<Uuid>();
    Ok(live.one(db).await?.is_some() || rested.one(db).await?.is_some())
}

/// The key whose attempt, ended at that moment, found that its account has no money left.
pub async fn broke_at(
    db: &impl ConnectionTrait,
    provider: &str,
    account: &str,
    at: Timestamp,
) -> Result<Option<provider_keys::Model>, StoreError> {
    use attempts::Column;
    let of_account = provider_keys::Entity::find()
        .select_only()
        .column(provider_keys::Column::Id)
        .filter(provider_keys::Column::Provider.eq(provider))
        .filter(provider_keys::Column::Account.eq(account));
    let attempt = attempts::Entity::find()
        .filter(Column::KeyId.in_subquery(of_account.into_query()))
        .filter(Column::StartedAt.gte(at - ATTEMPT_AGE_MAX))
        .filter(Column::StartedAt.lte(at))
        .filter(Column::Class.eq(Class::OutOfFunds.as_str()))
        .filter(Column::EndedAt.eq(at))
        .limit(1);
    let Some(attempt) = attempt.one(db).await? else { return Ok(None) };
    super::get(db, KeyId(attempt.key_id)).await
}
