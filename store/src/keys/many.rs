//! Many keys at once: read under their locks, judged by the rules one by one, written in one statement.

use nproxy_domain::keys::PoolKey;
use nproxy_domain::{Env, KeyId};
use sea_orm::sea_query::{Expr, LockType, Value};
use sea_orm::{
    ColumnTrait as _, ConnectionTrait, EntityTrait as _, QueryFilter as _, QueryOrder as _, QuerySelect as _, Set,
    Statement,
};

use super::state::KeyEvent;
use crate::entities::key_events;
use crate::entities::provider_keys::{Column, Entity, Model};
use crate::entities::text;
use crate::error::StoreError;
use crate::ring::gate;
use crate::tx::Tx;

/// Of one statement: a key has some twenty-five parameters, and SQLite takes 32,766 of them.
pub const HELD_MAX: usize = 500;

/// What [`save_all`] writes, in the order of its parameters behind the id and the version.
const WRITTEN: [&str; 22] = [
    "label",
    "account",
    "proxy_id",
    "proxy_only",
    "state",
    "until",
    "strikes",
    "cooled_at",
    "incident_id",
    "max_in_flight",
    "in_flight",
    "rpm",
    "next_at",
    "picked_seq",
    "picked_at",
    "resort_at",
    "resorting",
    "rounds",
    "failed_way",
    "failed_at",
    "worked_at",
    "lifted_at",
];

/// A key as it was read under its lock, and what becomes of it.
pub(crate) struct Moved<'a> {
    pub read: &'a Model,
    pub label: String,
    pub key: PoolKey,
}

/// These keys, oldest first; those that are not there are left out. At most [`HELD_MAX`].
pub async fn by_ids(db: &impl ConnectionTrait, ids: &[KeyId]) -> Result<Vec<Model>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    Ok(Entity::find().filter(Column::Id.is_in(ids.iter().map(|id| id.0))).order_by_asc(Column::Id).all(db).await?)
}

/// These keys, held until the transaction ends, oldest first; those that are not there are left out. At most
/// [`HELD_MAX`].
pub async fn hold(tx: &Tx, ids: &[KeyId]) -> Result<Vec<Model>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let these = || Column::Id.is_in(ids.iter().map(|id| id.0));
    pass_gates(tx, these()).await?;
    Ok(Entity::find().filter(these()).order_by_asc(Column::Id).lock(LockType::Update).all(tx).await?)
}

/// The providers of these keys. Whoever is to lock many keys passes all gates before, in one order, so that nobody waits
/// in a circle: neither two who do this at once, nor one and a shared cause that is found.
pub(crate) async fn pass_gates(tx: &Tx, which: Expr) -> Result<Vec<String>, StoreError> {
    let providers = Entity::find().select_only().column(Column::Provider).distinct().filter(which);
    let mut providers: Vec<String> = providers.into_tuple().all(tx).await?;
    providers.sort_unstable();
    for provider in &providers {
        gate::pass(tx, provider).await?;
    }
    Ok(providers)
}

/// Writes what became of keys that are held.
pub(crate) async fn save_all(tx: &Tx, moved: &[Moved<'_>]) -> Result<(), StoreError> {
    for some in moved.chunks(HELD_MAX) {
        let mut values: Vec<Value> = Vec::with_capacity(some.len() * (WRITTEN.len() + 2));
        let rows: Vec<String> = some.iter().map(|moved| row(moved, &mut values)).collect();
        let set: Vec<String> =
            WRITTEN.iter().zip(3..).map(|(name, nth)| format!("{name} = moved.column{nth}")).collect();
        let sql = format!(
            "UPDATE provider_keys SET version = version + 1, {} FROM (VALUES {}) AS moved
             WHERE provider_keys.id = moved.column1 AND provider_keys.version = moved.column2",
            set.join(", "),
            rows.join(", ")
        );
        let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
        let done = tx.execute_raw(statement).await?;
        if done.rows_affected() != some.len() as u64 {
            return Err(StoreError::Conflict("keys changed under their locks".to_owned()));
        }
    }
    Ok(())
}

/// Its placeholders; pushes what they stand for.
fn row(moved: &Moved<'_>, values: &mut Vec<Value>) -> String {
    let Moved { read, label, key } = moved;
    let first = values.len() + 1;
    values.extend::<[Value; 24]>([
        read.id.into(),
        read.version.into(),
        label.clone().into(),
        key.account.clone().into(),
        key.proxy.map(|proxy| proxy.0).into(),
        key.proxy_only.into(),
        key.health.state.name().into(),
        key.health.state.until().into(),
        i64::from(key.health.strikes).into(),
        key.health.cooled_at.into(),
        key.health.incident.map(|incident| incident.0).into(),
        i64::from(key.limits.max_in_flight).into(),
        i64::from(key.in_flight).into(),
        key.limits.rpm.map(i64::from).into(),
        key.next_at.into(),
        i64::try_from(key.picked_seq).unwrap_or(i64::MAX).into(),
        key.picked_at.into(),
        key.health.resort_at.into(),
        key.resorting.into(),
        i64::from(key.health.rounds).into(),
        key.health.failed.map(|failure| failure.way.as_str().to_owned()).into(),
        key.health.failed.map(|failure| failure.at).into(),
        key.health.worked_at.into(),
        key.health.lifted_at.into(),
    ]);
    let places: Vec<String> = (first..=values.len()).map(|nth| format!("${nth}")).collect();
    format!("({})", places.join(", "))
}

/// Lines of keys' histories.
pub(crate) async fn record_all(tx: &Tx, env: &Env, events: &[KeyEvent<'_>]) -> Result<(), StoreError> {
    for some in events.chunks(HELD_MAX) {
        let rows = some.iter().map(|event| key_events::ActiveModel {
            id: Set(env.uuid()),
            key_id: Set(event.key.0),
            at: Set(env.now()),
            before: Set(event.before.name().into()),
            after: Set(event.after.name().into()),
            cause: Set(event.cause.into()),
            evidence: Set(event.evidence.map(Into::into)),
            actor: Set(text::actor(event.by)),
        });
        key_events::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}
