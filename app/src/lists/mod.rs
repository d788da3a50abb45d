//! What admins look through: pages with a total, and the same filter as a stream for a file.
//!
//! To add one: 1. its filter in the store's `lists`; 2. an [`Shown`] for it, in a file of its own; 3. its two routes.

mod audit;
mod cursor;
mod cycles;
mod export;
mod generations;
mod incidents;
mod keys;
mod notifications;
mod part;
mod payments;
mod proxies;
mod users;

use nproxy_domain::UserId;
use nproxy_store::StoreError;
use nproxy_store::lists::{self, List, Slice};

pub use audit::AuditLine;
pub use cycles::AdminCycle;
pub use export::{EXPORT_ROWS_MAX, Export, export};
pub use generations::{AdminGeneration, ByPromptError, by_prompt, of_model};
pub use incidents::Incident;
pub use notifications::Notification;
pub use nproxy_store::entities::text::{DeliveryState, GenerationState, IncidentState};
pub use nproxy_store::lists::{
    AuditFilter, COUNT_MAX, CycleFilter, CycleState, GenerationFilter, IncidentFilter, KeyListFilter, Month,
    NotificationFilter, PaymentFilter, ProxyFilter, Total, UserFilter, UserPart, UserState, Words,
};
pub use part::{PartError, part};
pub use proxies::{Health as ProxyHealth, of_health};
pub use users::{AdminUser, CurrentMonth};

use crate::App;

pub const PAGE_ROWS_MAX: u32 = 100;
pub const PAGE_ROWS: u32 = 25;

/// Which page of a list; nothing said is the first one in the usual order.
#[derive(Clone, Debug, Default)]
pub struct Turning {
    pub sort: Option<String>,
    pub cursor: Option<String>,
    pub limit: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    pub items: Vec<T>,
    /// For the page after this one, if there is one.
    pub next_cursor: Option<String>,
    pub total: Total,
}

#[derive(Debug, thiserror::Error)]
pub enum ListError {
    #[error("this list is sorted by {0}")]
    BadSort(String),
    #[error("this is no cursor of this list in this order")]
    BadCursor,
    #[error("a page has 1 to {PAGE_ROWS_MAX} rows")]
    LimitOutOfRange,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A filter whose rows are shown to admins.
pub trait Shown: List + Send + 'static {
    type Item: Send;

    /// As addresses and the audit log call the list.
    const NAME: &'static str;

    /// In the order of the rows; a fixed number of queries.
    fn items(app: &App, rows: Vec<Self::Row>) -> impl Future<Output = Result<Vec<Self::Item>, StoreError>> + Send;
}

/// A page, and how many there are in all.
pub async fn page<L: Shown>(app: &App, list: &L, turning: &Turning) -> Result<Listed<L::Item>, ListError> {
    let sort = cursor::sort::<L>(turning.sort.as_deref())?;
    let after = turning.cursor.as_deref().map(|text| cursor::read(text, sort)).transpose()?;
    let limit = turning.limit.unwrap_or(PAGE_ROWS);
    if !(1..=PAGE_ROWS_MAX).contains(&limit) {
        return Err(ListError::LimitOutOfRange);
    }
    // One more than asked for tells whether there is more.
    let slice = Slice { sort, after, rows_max: u64::from(limit) + 1 };
    let db = app.store.read();
    let (mut rows, total) = tokio::try_join!(lists::slice(db, list, &slice), lists::total(db, list))?;
    let more = rows.len() > limit as usize;
    rows.truncate(limit as usize);
    let next_cursor = rows.last().filter(|_| more).map(|row| cursor::write(&L::place(row, sort), sort));
    Ok(Listed { items: L::items(app, rows).await?, next_cursor, total })
}

/// Each once, for one look at them all.
fn users_of(ids: impl Iterator<Item = uuid::Uuid>) -> Vec<UserId> {
    let mut ids: Vec<UserId> = ids.map(UserId).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}
