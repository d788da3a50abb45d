//! The audit log. Append-only: a trigger refuses to change or remove a line.

use nproxy_domain::Env;
use nproxy_domain::audit::Act;
use sea_orm::EntityTrait as _;

use crate::entities::audit_log::{ActiveModel, Entity, Model};
pub use crate::entities::text::actor;
use crate::{StoreError, Tx};

/// Lines of one statement.
const LINES_MAX: usize = 500;

/// One line, in the transaction of what it tells of.
pub async fn write(tx: &Tx, env: &Env, act: &Act) -> Result<(), StoreError> {
    write_all(tx, env, std::slice::from_ref(act)).await
}

/// Many lines, in the transaction of what they tell of.
pub async fn write_all(tx: &Tx, env: &Env, acts: &[Act]) -> Result<(), StoreError> {
    for some in acts.chunks(LINES_MAX) {
        let rows = some.iter().map(|act| ActiveModel::from(row(env, act)));
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(env: &Env, act: &Act) -> Model {
    Model {
        id: env.uuid(),
        at: env.now(),
        actor: actor(act.actor),
        surface: act.surface.as_str().to_owned(),
        act: act.act.clone(),
        subject: act.subject.clone(),
        before: act.before.clone(),
        after: act.after.clone(),
        reason: act.reason.clone(),
        request_id: act.request_id.clone(),
    }
}
