//! Between a row and the domain's stage.

use nproxy_domain::generation::{ErrorCode, GenerationError, Stage};
use nproxy_domain::{AssetId, GenerationId, LeaseId, Timestamp, UserId};
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ActiveModelTrait as _, ActiveValue::NotSet, ColumnTrait as _, EntityTrait as _, IntoActiveModel as _,
    QueryFilter as _,
};

use super::GenerationRow;
use crate::entities::generations::{Column, Entity};
use crate::entities::text::GenerationState as State;
use crate::{StoreError, Topic, Tx};

/// Where the row stands. The table's checks see to it that a stage's data is there.
pub fn stage(row: &GenerationRow) -> Result<Stage, StoreError> {
    let stage = match row.state {
        State::Queued => Some(Stage::Queued),
        State::Running => running(row),
        State::Waiting => waiting(row),
        State::Succeeded => row.asset_id.map(|asset| Stage::Succeeded { asset: AssetId(asset) }),
        State::Failed => failed(row),
        State::Cancelled => Some(Stage::Cancelled),
    };
    stage.ok_or_else(|| StoreError::Unreadable(format!("generation {} lacks what its state needs", row.id)))
}

fn running(row: &GenerationRow) -> Option<Stage> {
    Some(Stage::Running {
        lease: LeaseId(row.lease_id?),
        lease_until: row.lease_until?,
        deadline: row.deadline?,
        cancel_asked: row.cancel_asked,
    })
}

fn waiting(row: &GenerationRow) -> Option<Stage> {
    Some(Stage::Waiting { run_at: row.run_at?, deadline: row.deadline?, cancel_asked: row.cancel_asked })
}

fn failed(row: &GenerationRow) -> Option<Stage> {
    let code = ErrorCode::parse(row.error_code.as_deref()?)?;
    let error = match &row.error_message {
        Some(message) => GenerationError { code, message: message.clone() },
        None => GenerationError::new(code),
    };
    Some(Stage::Failed { error })
}

/// Writes the stage that the domain made of `row`, from the version that was read. The row is locked, so another
/// version means that somebody wrote without a lock.
pub async fn advance(tx: &Tx, row: &GenerationRow, to: &Stage, now: Timestamp) -> Result<GenerationRow, StoreError> {
    let next = after(row, to, now);
    let mut columns = next.clone().into_active_model().reset_all();
    columns.id = NotSet;
    let written = Entity::update_many()
        .set(columns)
        .filter(Column::Id.eq(row.id))
        .filter(Column::Version.eq(row.version))
        .exec(tx)
        .await?;
    if written.rows_affected == 1 {
        Ok(next)
    } else {
        Err(StoreError::Internal(format!("generation {} changed under its lock", row.id)))
    }
}

/// Writes that its holder let go of it. What nothing was tried for has not started: it counts as queued, and its customer
/// not as served.
pub async fn put_back(
    tx: &Tx,
    row: &GenerationRow,
    to: &Stage,
    begun: bool,
    now: Timestamp,
) -> Result<GenerationRow, StoreError> {
    let row = GenerationRow { started_at: row.started_at.filter(|_| begun), ..row.clone() };
    advance(tx, &row, to, now).await
}

/// It has its first key, if it is the first. Its row is held.
pub async fn start(tx: &Tx, id: GenerationId, now: Timestamp) -> Result<(), StoreError> {
    let started = Entity::update_many()
        .col_expr(Column::StartedAt, Expr::value(now))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.eq(id.0))
        .filter(Column::StartedAt.is_null());
    for row in started.exec_with_returning(tx).await? {
        tx.notify(Topic::User(UserId(row.user_id)));
    }
    Ok(())
}

fn after(row: &GenerationRow, to: &Stage, now: Timestamp) -> GenerationRow {
    let mut next =
        GenerationRow { version: row.version + 1, lease_id: None, lease_until: None, run_at: None, ..row.clone() };
    match to {
        Stage::Queued => next.state = State::Queued,
        Stage::Running { lease, lease_until, deadline, cancel_asked } => {
            next.state = State::Running;
            next.lease_id = Some(lease.0);
            next.lease_until = Some(*lease_until);
            next.deadline = Some(*deadline);
            next.cancel_asked = *cancel_asked;
        }
        Stage::Waiting { run_at, deadline, cancel_asked } => {
            next.state = State::Waiting;
            next.run_at = Some(*run_at);
            next.deadline = Some(*deadline);
            next.cancel_asked = *cancel_asked;
        }
        Stage::Succeeded { asset } => {
            next.state = State::Succeeded;
            next.asset_id = Some(asset.0);
            next.finished_at = Some(now);
        }
        Stage::Failed { error } => {
            next.state = State::Failed;
            next.error_code = Some(error.code.as_str().to_owned());
            next.error_message = Some(error.message.clone());
            next.finished_at = Some(now);
        }
        Stage::Cancelled => {
            next.state = State::Cancelled;
            next.finished_at = Some(now);
        }
    }
    next
}
