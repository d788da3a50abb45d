//! Lists for admins: filtered, sorted, counted and read slice by slice.
//!
//! To add one: 1. a filter that is a [`List`], in a file of its own; 2. an index for each filter and sort; 3. its plans in
//! the store's tests (`admin_lists.rs`).

mod audit;
mod cycles;
mod generations;
mod incidents;
mod keys;
mod notifications;
mod payments;
mod proxies;
mod users;

use chrono::TimeDelta;
use nproxy_domain::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult};
use uuid::Uuid;

pub use crate::payments::PaymentFilter;
pub use audit::AuditFilter;
pub use cycles::{CycleFilter, CycleState};
pub use generations::{GenerationFilter, OfModel, Words};
pub use incidents::IncidentFilter;
pub use keys::KeyListFilter;
pub use notifications::{NotificationFilter, NotificationRow};
pub use proxies::ProxyFilter;
pub use users::{Month, UserFilter, UserPart, UserState};

use crate::StoreError;
use crate::sql::Text;

/// Where counting stops: nobody turns so many pages, and a count costs as much as it counts.
pub const COUNT_MAX: u64 = 10_000;
/// An id is of the moment in which its row was made; the clock may have been read twice for both.
const ID_SLACK: TimeDelta = TimeDelta::minutes(1);

/// An order: by a column and then by the id, or by the id alone, which is the order in which rows were made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// As it is asked for: the column's name for people, with `-` before it downwards.
    pub name: &'static str,
    column: Option<&'static str>,
    down: bool,
}

impl Sort {
    const fn made(name: &'static str) -> Self {
        Self { name, column: None, down: name.as_bytes()[0] == b'-' }
    }

    const fn by(name: &'static str, column: &'static str) -> Self {
        Self { name, column: Some(column), down: name.as_bytes()[0] == b'-' }
    }
}

/// Where a row stands in an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub key: Key,
    pub id: Uuid,
}

/// What the order is by, beside the id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Key {
    Made,
    At(Timestamp),
    Text(String),
}

/// A part of a list.
#[derive(Clone, Debug)]
pub struct Slice {
    pub sort: Sort,
    /// From behind this place on.
    pub after: Option<Place>,
    pub rows_max: u64,
}

/// How many there are; with `more`, those beyond were not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub count: u64,
    pub more: bool,
}

/// A filter over one table.
pub trait List: Sync {
    type Row: FromQueryResult + Send;

    /// The first one is the usual one.
    const SORTS: &'static [Sort];
    const COLUMNS: &'static str;
    /// The table with its alias.
    const FROM: &'static str;
    const ID: &'static str;

    /// Adds the conditions.
    fn narrow(&self, text: &mut Text);

    /// A statement that has as many rows as the list and reads less; `None`: the list itself is counted.
    fn counted(&self) -> Option<Text> {
        None
    }

    /// Where counting stops.
    fn count_max(&self) -> u64;

    /// Of a row that was read.
    fn place(row: &Self::Row, sort: Sort) -> Place;
}

/// The rows of a slice, in its order.
pub async fn slice<L: List>(db: &impl ConnectionTrait, list: &L, slice: &Slice) -> Result<Vec<L::Row>, StoreError> {
    let Slice { sort, after, rows_max } = slice;
    let mut text = Text::new(format!("SELECT {} FROM {} WHERE TRUE", L::COLUMNS, L::FROM));
    list.narrow(&mut text);
    let (way, than) = if sort.down { (" DESC", "<") } else { ("", ">") };
    match (after, sort.column) {
        (Some(Place { key: Key::At(at), id }), Some(column)) => {
            text.then(&format!(" AND ({column}, {}) {than} (", L::ID), *at).then(", ", *id).push(")");
        }
        (Some(Place { key: Key::Text(key), id }), Some(column)) => {
            text.then(&format!(" AND ({column}, {}) {than} (", L::ID), key.as_str()).then(", ", *id).push(")");
        }
        (Some(Place { id, .. }), _) => _ = text.and(&format!("{} {than} ", L::ID), *id),
        (None, _) => {}
    }
    let first = sort.column.map(|column| format!("{column}{way}, ")).unwrap_or_default();
    text.push(&format!(" ORDER BY {first}{}{way} LIMIT {rows_max}", L::ID));
    let statement = text.into_statement(db.get_database_backend());
    Ok(L::Row::find_by_statement(statement).all(db).await?)
}

/// Counts to [`List::count_max`].
pub async fn total<L: List>(db: &impl ConnectionTrait, list: &L) -> Result<Total, StoreError> {
    #[derive(FromQueryResult)]
    struct Count {
        rows: i64,
    }
    let mut text = list.counted().unwrap_or_else(|| {
        let mut all = Text::new(format!("SELECT 1 FROM {} WHERE TRUE", L::FROM));
        list.narrow(&mut all);
        all
    });
    let count_max = list.count_max();
    text.wrap("SELECT count(*) AS rows FROM (", &format!(" LIMIT {}) AS counted", count_max + 1));
    let counted = Count::find_by_statement(text.into_statement(db.get_database_backend())).one(db).await?;
    let rows = counted.map_or(0, |count| u64::try_from(count.rows).unwrap_or(0));
    Ok(Total { count: rows.min(count_max), more: rows > count_max })
}

/// A row of an order by the id alone.
fn made(id: Uuid) -> Place {
    Place { key: Key::Made, id }
}

impl Text {
    /// Only rows made at `from` or later. The id says so as well, and has the index.
    fn since(&mut self, id: &str, column: &str, from: Option<Timestamp>) -> &mut Self {
        if let Some(from) = from {
            self.and(&format!("{id} >= "), floor(from - ID_SLACK)).and(&format!("{column} >= "), from);
        }
        self
    }

    /// Only rows made before `to`.
    fn until(&mut self, id: &str, column: &str, to: Option<Timestamp>) -> &mut Self {
        if let Some(to) = to {
            self.and(&format!("{id} < "), floor(to + ID_SLACK)).and(&format!("{column} < "), to);
        }
        self
    }

    /// Any of these; none said is none asked.
    fn any<'a>(&mut self, column: &str, values: impl IntoIterator<Item = &'a str>) -> &mut Self {
        let mut lead = format!(" AND {column} IN (");
        for value in values {
            self.then(&lead, value);
            ", ".clone_into(&mut lead);
        }
        if lead == ", " { self.push(")") } else { self }
    }

    fn equals(&mut self, column: &str, value: Option<impl Into<sea_orm::Value>>) -> &mut Self {
        match value {
            Some(value) => self.and(&format!("{column} = "), value),
            None => self,
        }
    }
}

/// The least `UUIDv7` of a moment.
fn floor(at: Timestamp) -> Uuid {
    let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
    Uuid::from_u128((u128::from(millis) << 80) | (0x7 << 76) | (0b10 << 62))
}

#[cfg(test)]
mod tests {
    use nproxy_domain::Env;
    use nproxy_domain::env::{ManualClock, SeededEntropy};

    use super::*;

    #[test]
    fn ids_of_a_moment_and_later_are_not_below_its_floor() {
        let at = Timestamp::from_timestamp_millis(1_800_000_000_123).unwrap();
        let clock = ManualClock::at(at);
        let env = Env::new(clock.clone(), SeededEntropy::new(1));
        assert!(env.uuid() >= floor(at));
        clock.advance(TimeDelta::milliseconds(-1));
        let earlier = Env::new(clock, SeededEntropy::new(1));
        assert!(earlier.uuid() < floor(at));
    }
}
