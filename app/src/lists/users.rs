//! Customers and admins.

use std::collections::HashMap;

use nproxy_domain::redact::line;
use nproxy_domain::{Timestamp, UserId};
use nproxy_store::cycles::{self, CycleRow};
use nproxy_store::entities::users::Model;
use nproxy_store::lists::{UserFilter, UserState};
use nproxy_store::{StoreError, sessions};

use super::Shown;
use crate::App;
use crate::accounts::{Language, Role};

/// An account with its current month.
#[derive(Clone, PartialEq, Eq)]
pub struct AdminUser {
    pub id: UserId,
    pub email: String,
    pub role: Role,
    pub language: Language,
    pub state: UserState,
    pub created_at: Timestamp,
    pub last_seen_at: Option<Timestamp>,
    pub month: Option<CurrentMonth>,
}

/// With exact counts, which only admins see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CurrentMonth {
    pub plan_label: String,
    pub ends_at: Timestamp,
    pub spent: i64,
    pub held: i64,
    pub request_limit: i64,
}

impl std::fmt::Debug for AdminUser {
    /// No address in logs.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AdminUser").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

impl Shown for UserFilter {
    type Item = AdminUser;

    const NAME: &'static str = "users";

    async fn items(app: &App, rows: Vec<Model>) -> Result<Vec<AdminUser>, StoreError> {
        all(app, rows).await
    }
}

pub(crate) async fn all(app: &App, rows: Vec<Model>) -> Result<Vec<AdminUser>, StoreError> {
    let (db, now) = (app.store.read(), app.env.now());
    let ids: Vec<UserId> = rows.iter().map(|row| UserId(row.id)).collect();
    let (seen, months) = tokio::try_join!(sessions::last_seen(db, &ids), cycles::current_of(db, &ids, now))?;
    let mut months: HashMap<_, _> = months.into_iter().map(|month| (month.user_id, month)).collect();
    let view = |row: Model| AdminUser {
        id: UserId(row.id),
        state: state(&row),
        email: line(&row.email),
        role: row.role,
        language: row.language,
        created_at: row.created_at,
        last_seen_at: seen.get(&UserId(row.id)).copied(),
        month: months.remove(&row.id).map(CurrentMonth::from),
    };
    Ok(rows.into_iter().map(view).collect())
}

fn state(row: &Model) -> UserState {
    match (row.deleted_at, row.delete_after, row.suspended_at) {
        (Some(_), _, _) => UserState::Deleted,
        (None, Some(_), _) => UserState::Closing,
        (None, None, Some(_)) => UserState::Suspended,
        (None, None, None) => UserState::Active,
    }
}

impl From<CycleRow> for CurrentMonth {
    fn from(row: CycleRow) -> Self {
        let CycleRow { plan_label, ends_at, spent, held, request_limit, .. } = row;
        Self { plan_label, ends_at, spent, held, request_limit }
    }
}
