//! The state of a key: the rules' view of its row, and what an admin does to it.

use nproxy_domain::audit::Actor;
use nproxy_domain::keys::{Failure, KeyHealth, KeyLimits, KeyState, PoolKey, Way};
use nproxy_domain::{Env, IncidentId, KeyId, ProxyId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{ColumnTrait as _, EntityTrait as _, QueryFilter as _, Set};

use super::many::{self, Moved};
use crate::entities::provider_keys::Model;
use crate::entities::{key_models, provider_keys};
use crate::error::StoreError;
use crate::tx::Tx;

/// The cause of what an admin did, in the key's history.
pub(super) const BY_AN_ADMIN: &str = "admin";

/// What an admin may do to a key's state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyAct {
    /// Back to work with a clean record, whatever state it was in and whichever models it could not use.
    Activate,
    Disable,
}

/// A key as it was, and the states that it went from and to.
#[derive(Clone, Debug)]
pub struct StateSet {
    pub row: Model,
    pub before: KeyState,
    pub after: KeyState,
}

/// An admin's act. `None`: there is no such key; otherwise the states before and after.
pub async fn set_state(
    tx: &Tx,
    env: &Env,
    id: KeyId,
    act: KeyAct,
    by: Actor,
    reason: Option<&str>,
) -> Result<Option<(KeyState, KeyState)>, StoreError> {
    // Whoever asks afterwards which keys of the account are left sees all that others did.
    let rows = many::hold(tx, &[id]).await?;
    let set = set_states(tx, env, rows, act, by, reason).await?.pop();
    Ok(set.map(|set| (set.before, set.after)))
}

/// An admin's act on keys that are held ([`many::hold`]).
pub async fn set_states(
    tx: &Tx,
    env: &Env,
    rows: Vec<Model>,
    act: KeyAct,
    by: Actor,
    reason: Option<&str>,
) -> Result<Vec<StateSet>, StoreError> {
    let mut all = Vec::with_capacity(rows.len());
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        let mut key = pool_key(&row)?;
        let before = key.health.state;
        let health = match act {
            KeyAct::Activate => KeyHealth::activated(env.now()),
            KeyAct::Disable => key.health.disabled(),
        };
        key.becomes(health, env.now());
        all.push(StateSet { row, before, after: key.health.state });
        keys.push(key);
    }
    let moved = all.iter().zip(keys).map(|(set, key)| Moved { read: &set.row, label: set.row.label.clone(), key });
    many::save_all(tx, &moved.collect::<Vec<_>>()).await?;
    if act == KeyAct::Activate && !all.is_empty() {
        let these = key_models::Column::KeyId.is_in(all.iter().map(|set| set.row.id));
        key_models::Entity::delete_many().filter(these).exec(tx).await?;
    }
    let event = |set: &StateSet| KeyEvent {
        key: KeyId(set.row.id),
        before: set.before,
        after: set.after,
        cause: BY_AN_ADMIN,
        evidence: reason,
        by,
    };
    many::record_all(tx, env, &all.iter().map(event).collect::<Vec<_>>()).await?;
    Ok(all)
}

/// The rules' view of a row. What it is not for is [`crate::entities::key_models`]' to say.
pub(crate) fn pool_key(row: &Model) -> Result<PoolKey, StoreError> {
    let unreadable = || StoreError::Unreadable(format!("key {}", row.id));
    let count = |n: i64| u32::try_from(n).map_err(|_| unreadable());
    Ok(PoolKey {
        health: KeyHealth {
            state: KeyState::from_row(&row.state, row.until).ok_or_else(unreadable)?,
            strikes: count(row.strikes)?,
            cooled_at: row.cooled_at,
            resort_at: row.resort_at,
            rounds: count(row.rounds)?,
            failed: row
                .failed_way
                .as_deref()
                .and_then(Way::parse)
                .zip(row.failed_at)
                .map(|(way, at)| Failure { way, at }),
            worked_at: row.worked_at,
            incident: row.incident_id.map(IncidentId),
            lifted_at: row.lifted_at,
        },
        limits: KeyLimits { max_in_flight: count(row.max_in_flight)?, rpm: row.rpm.map(count).transpose()? },
        account: row.account.clone(),
        proxy: row.proxy_id.map(ProxyId),
        proxy_only: row.proxy_only,
        in_flight: count(row.in_flight)?,
        resorting: row.resorting,
        next_at: row.next_at,
        picked_seq: u64::try_from(row.picked_seq).map_err(|_| unreadable())?,
        picked_at: row.picked_at,
        not_for: std::collections::BTreeSet::new(),
    })
}

/// Writes what the rules made of the row that was read.
pub(crate) async fn save(tx: &Tx, read: &Model, key: &PoolKey) -> Result<(), StoreError> {
    use provider_keys::Column;
    let moved = provider_keys::ActiveModel {
        state: Set(key.health.state.name().into()),
        until: Set(key.health.state.until()),
        strikes: Set(key.health.strikes.into()),
        cooled_at: Set(key.health.cooled_at),
        resort_at: Set(key.health.resort_at),
        resorting: Set(key.resorting),
        rounds: Set(key.health.rounds.into()),
        failed_way: Set(key.health.failed.map(|failure| failure.way.as_str().into())),
        failed_at: Set(key.health.failed.map(|failure| failure.at)),
        worked_at: Set(key.health.worked_at),
        incident_id: Set(key.health.incident.map(|incident| incident.0)),
        lifted_at: Set(key.health.lifted_at),
        in_flight: Set(key.in_flight.into()),
        next_at: Set(key.next_at),
        picked_seq: Set(key.picked_seq.try_into().unwrap_or(i64::MAX)),
        picked_at: Set(key.picked_at),
        proxy_id: Set(key.proxy.map(|proxy| proxy.0)),
        proxy_only: Set(key.proxy_only),
        ..Default::default()
    };
    let done = provider_keys::Entity::update_many()
        .set(moved)
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(read.id))
        .filter(Column::Version.eq(read.version))
        .exec(tx)
        .await?;
    if done.rows_affected == 1 {
        return Ok(());
    }
    Err(StoreError::Conflict(format!("key {} changed under its lock", read.id)))
}

pub(crate) struct KeyEvent<'a> {
    pub key: KeyId,
    pub before: KeyState,
    pub after: KeyState,
    pub cause: &'a str,
    /// Redacted, for people.
    pub evidence: Option<&'a str>,
    pub by: Actor,
}

pub(crate) async fn record(tx: &Tx, env: &Env, event: KeyEvent<'_>) -> Result<(), StoreError> {
    many::record_all(tx, env, &[event]).await
}
