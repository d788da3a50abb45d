//! One act on many customers, in a number of statements that does not grow with them.

use std::collections::{BTreeSet, HashMap};

use nproxy_domain::redact::line;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::entities::users::Model;
use nproxy_store::{StoreError, Topic, Tx, sessions, users};
use serde_json::{Value, json};

use crate::App;
use crate::accounts::Role;
use crate::audit::{self, By, Change, REASON_CHARS_MAX};
use crate::bulk::Outcome;
use crate::cycles::HOURS_MAX;

/// Customers of one act.
pub const USERS_MAX: usize = 1000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAct {
    Suspend,
    Unsuspend,
    SignOut,
    /// So many hours; see [`extend_cycle`](crate::cycles::extend_cycle).
    Extend(u32),
}

#[derive(Clone, PartialEq, Eq)]
pub struct BulkRow {
    pub id: UserId,
    /// The address; empty where there is no such user.
    pub label: String,
    pub outcome: Outcome,
}

impl std::fmt::Debug for BulkRow {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BulkRow").field("id", &self.id).field("outcome", &self.outcome).finish_non_exhaustive()
    }
}

#[derive(Debug, thiserror::Error)]
pub enum BulkError {
    #[error("a reason of 1 to {REASON_CHARS_MAX} characters is needed")]
    ReasonMissing,
    #[error("1 to {USERS_MAX} users can be changed at once")]
    TooMany,
    #[error("months are extended by 1 to {HOURS_MAX} hours")]
    HoursOutOfRange,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// In the order of `ids`, each once. The one who is refused keeps nobody else from being changed. With `dry_run` nothing
/// is changed.
pub async fn change_people(
    app: &App,
    by: &By,
    ids: &[UserId],
    act: BulkAct,
    reason: &str,
    dry_run: bool,
) -> Result<Vec<BulkRow>, BulkError> {
    let reason = &audit::reason(reason).ok_or(BulkError::ReasonMissing)?;
    let mut seen = BTreeSet::new();
    let ids: &Vec<UserId> = &ids.iter().copied().filter(|id| seen.insert(*id)).collect();
    if ids.is_empty() || ids.len() > USERS_MAX {
        return Err(BulkError::TooMany);
    }
    if let BulkAct::Extend(hours) = act
        && !(1..=HOURS_MAX).contains(&hours)
    {
        return Err(BulkError::HoursOutOfRange);
    }
    let now = app.env.now();
    if dry_run {
        let db = app.store.read();
        let (rows, months) = (users::by_ids(db, ids).await?, cycles::current_of(db, ids, now).await?);
        return Ok(judge(ids, act, &Found::of(&rows, &months)));
    }
    let changed = app.store.write(|tx| async move {
        let rows = users::lock_all(&tx, ids).await?;
        let months = cycles::current_of(&tx, ids, now).await?;
        let found = Found::of(&rows, &months);
        let judged = judge(ids, act, &found);
        let done = judged.iter().filter(|row| row.outcome == Outcome::Done).map(|row| row.id).collect::<Vec<_>>();
        if !done.is_empty() {
            apply(&tx, act, &done, reason, now).await?;
            let lines = done.iter().map(|id| told(*id, act, &found, now).because(Some(reason.clone())));
            by.did_all(&tx, &app.env, lines).await?;
            for id in &done {
                tx.notify(Topic::User(*id));
            }
        }
        Ok::<_, BulkError>(judged)
    });
    changed.await
}

/// The rows by user.
struct Found<'a> {
    users: HashMap<UserId, &'a Model>,
    months: HashMap<UserId, &'a CycleRow>,
}

impl<'a> Found<'a> {
    fn of(users: &'a [Model], months: &'a [CycleRow]) -> Self {
        let runs = months.iter().filter(|month| month.cut_from.is_none());
        Self {
            users: users.iter().map(|row| (UserId(row.id), row)).collect(),
            months: runs.map(|month| (UserId(month.user_id), month)).collect(),
        }
    }
}

fn judge(ids: &[UserId], act: BulkAct, found: &Found<'_>) -> Vec<BulkRow> {
    let of = |id: &UserId| {
        let Some(user) = found.users.get(id) else {
            let outcome = Outcome::Refused("there is no such user".to_owned());
            return BulkRow { id: *id, label: String::new(), outcome };
        };
        let outcome = match act {
            BulkAct::Suspend | BulkAct::Unsuspend if user.role == Role::Admin => {
                Outcome::Refused("the account is an admin's".to_owned())
            }
            BulkAct::Suspend if user.suspended_at.is_some() => Outcome::Unchanged,
            BulkAct::Unsuspend if user.suspended_at.is_none() => Outcome::Unchanged,
            BulkAct::Extend(_) if !found.months.contains_key(id) => {
                Outcome::Refused("the customer has no month at present".to_owned())
            }
            BulkAct::Suspend | BulkAct::Unsuspend | BulkAct::SignOut | BulkAct::Extend(_) => Outcome::Done,
        };
        BulkRow { id: *id, label: line(&user.email), outcome }
    };
    ids.iter().map(of).collect()
}

async fn apply(tx: &Tx, act: BulkAct, ids: &[UserId], reason: &str, now: Timestamp) -> Result<(), StoreError> {
    match act {
        BulkAct::Suspend => {
            users::set_suspended(tx, ids, Some((now, reason.to_owned()))).await?;
            sessions::revoke_all_of(tx, ids, now).await?;
        }
        BulkAct::Unsuspend => users::set_suspended(tx, ids, None).await?,
        BulkAct::SignOut => _ = sessions::revoke_all_of(tx, ids, now).await?,
        BulkAct::Extend(hours) => _ = cycles::extend(tx, now, hours, Some(ids)).await?,
    }
    Ok(())
}

/// The line of one customer: the same as of the act on one alone.
fn told(id: UserId, act: BulkAct, found: &Found<'_>, now: Timestamp) -> Change {
    let (name, before, after): (_, Value, Value) = match act {
        BulkAct::Suspend => ("users.suspend", json!({ "suspended": false }), json!({ "suspended": true })),
        BulkAct::Unsuspend => ("users.unsuspend", json!({ "suspended": true }), json!({ "suspended": false })),
        BulkAct::SignOut => ("users.sign_out", Value::Null, json!({ "signed_out_at": now })),
        BulkAct::Extend(hours) => {
            let ends_at = found.months.get(&id).map(|month| month.ends_at);
            let longer = ends_at.map(|at| at + chrono::Duration::hours(hours.into()));
            ("cycles.extend", json!({ "ends_at": ends_at }), json!({ "ends_at": longer, "hours": hours }))
        }
    };
    let change = Change::of(name, format!("user:{id}")).after(after);
    if before.is_null() { change } else { change.before(before) }
}
