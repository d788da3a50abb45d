//! Customers and admins.

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use nproxy_domain::search::Query;
use uuid::Uuid;

use super::{COUNT_MAX, Key, List, Place, Sort, made};
use crate::entities::text::Role;
use crate::entities::users::Model;
use crate::sql::{Text, like};

/// How soon a month ends that "ends soon".
const SOON: TimeDelta = TimeDelta::days(7);

/// Which users are wanted; nothing said is nothing asked.
#[derive(Clone, Debug)]
pub struct UserFilter {
    pub part: Option<UserPart>,
    pub state: Option<UserState>,
    pub role: Option<Role>,
    pub month: Option<Month>,
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
    pub now: Timestamp,
}

#[derive(Clone, Debug)]
pub enum UserPart {
    Id(Uuid),
    /// In small letters.
    Email(Query),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UserState {
    Active,
    Suspended,
    /// It is to be erased.
    Closing,
    Deleted,
}

/// How the current month stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Month {
    Active,
    None,
    EndsIn7Days,
    UsedUp,
}

impl List for UserFilter {
    type Row = Model;

    const SORTS: &'static [Sort] = &[
        Sort::made("-created_at"),
        Sort::made("created_at"),
        Sort::by("email", "u.email"),
        Sort::by("-email", "u.email"),
    ];
    const COLUMNS: &'static str = "u.*";
    const FROM: &'static str = "users u";
    const ID: &'static str = "u.id";

    fn narrow(&self, text: &mut Text) {
        match &self.part {
            Some(UserPart::Id(id)) => _ = text.and("u.id = ", *id),
            Some(UserPart::Email(part)) => _ = text.and("u.email LIKE ", like(part)).push(" ESCAPE '!'"),
            None => {}
        }
        match self.state {
            Some(UserState::Active) => {
                text.push(" AND u.suspended_at IS NULL AND u.delete_after IS NULL AND u.deleted_at IS NULL");
            }
            Some(UserState::Suspended) => {
                text.push(" AND u.suspended_at IS NOT NULL AND u.delete_after IS NULL AND u.deleted_at IS NULL");
            }
            Some(UserState::Closing) => _ = text.push(" AND u.delete_after IS NOT NULL AND u.deleted_at IS NULL"),
            Some(UserState::Deleted) => _ = text.push(" AND u.deleted_at IS NOT NULL"),
            None => {}
        }
        match self.role {
            Some(Role::Admin) => _ = text.push(" AND u.role = 'admin'"),
            Some(Role::Customer) => _ = text.push(" AND u.role = 'customer'"),
            None => {}
        }
        if let Some(month) = self.month {
            let exists = if month == Month::None { "NOT EXISTS" } else { "EXISTS" };
            text.push(&format!(" AND {exists} (SELECT 1 FROM cycles c WHERE c.user_id = u.id"));
            self.stands(month, text);
            text.push(")");
        }
        text.since("u.id", "u.created_at", self.from).until("u.id", "u.created_at", self.to);
    }

    /// Who is found by his month alone is counted by months: those that end soon or are used up are few, and joined to
    /// their users the planner reads all of these.
    fn counted(&self) -> Option<Text> {
        let Self { part: None, state: None, role: None, from: None, to: None, month, .. } = self else { return None };
        let month = month.filter(|month| matches!(month, Month::EndsIn7Days | Month::UsedUp))?;
        let mut text = Text::new("SELECT DISTINCT c.user_id FROM cycles c WHERE TRUE".to_owned());
        self.stands(month, &mut text);
        Some(text)
    }

    fn count_max(&self) -> u64 {
        COUNT_MAX
    }

    fn place(row: &Model, sort: Sort) -> Place {
        match sort.column {
            Some(_) => Place { key: Key::Text(row.email.clone()), id: row.id },
            None => made(row.id),
        }
    }
}

impl UserFilter {
    /// The cycle `c` is somebody's current one, and stands like this.
    fn stands(&self, month: Month, text: &mut Text) {
        text.push(" AND c.voided_at IS NULL").and("c.starts_at <= ", self.now).and("c.ends_at > ", self.now);
        match month {
            Month::EndsIn7Days => _ = text.and("c.ends_at <= ", self.now + SOON),
            Month::UsedUp => _ = text.push(" AND c.spent >= c.request_limit"),
            Month::Active | Month::None => {}
        }
    }
}
